/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * initramfs.c - the guest's root file system; see initramfs.h
 */
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <archive.h>
#include <archive_entry.h>

#include "initramfs.h"

struct writer {
	struct hx_arena *arena;
	const struct hx_bundle *bundle;	/* NULL: an initramfs */
	struct archive *archive;
	const char *path;
	struct hx_error *err;
};

static int write_error(struct writer *w)
{
	return hx_error(w->err, HX_EIO, "%s: %s: %s", w->path, archive_error_string(w->archive),
			strerror(archive_errno(w->archive)));
}

static int add_entry(struct writer *w, const char *name, unsigned int type, unsigned int mode,
		     const void *bytes, size_t len)
{
	struct archive_entry *entry = archive_entry_new();
	int ret = 0;

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, type);
	archive_entry_set_perm(entry, mode);
	archive_entry_set_size(entry, (la_int64_t)len);
	archive_entry_set_mtime(entry, 0, 0);
	if (type == AE_IFCHR)
		archive_entry_set_rdev(entry, makedev(5, 1));
	if (archive_write_header(w->archive, entry) != ARCHIVE_OK ||
	    (len && archive_write_data(w->archive, bytes, len) != (la_ssize_t)len))
		ret = write_error(w);
	archive_entry_free(entry);
	return ret;
}

/* a file of the host under another name */
static int add_file(struct writer *w, const char *name, const char *from, unsigned int mode)
{
	struct hx_text bytes = { 0 };
	struct hx_error why;
	int ret;

	if (hx_read_file(from, &bytes, &why))
		ret = hx_error(w->err, HX_ERIG, "%s", why.text);
	else
		ret = add_entry(w, name, AE_IFREG, mode, bytes.s, bytes.len);
	hx_text_free(&bytes);
	return ret;
}

static int add_dirs(struct writer *w, const char *const *dirs)
{
	int ret = 0;

	for (; *dirs && !ret; dirs++)
		ret = add_entry(w, *dirs, AE_IFDIR, 0755, NULL, 0);
	return ret;
}

static int add_program(struct writer *w)
{
	struct hx_text program = { 0 };
	int ret;

	hx_program_write(w->bundle->compiled, w->bundle->env,
			 w->bundle->leaves_leaks ? HX_P_NO_LEAKS : 0, &program);
	ret = add_entry(w, "lab/program", AE_IFREG, 0644, program.s, program.len);
	hx_text_free(&program);
	return ret;
}

static int add_modules(struct writer *w, const struct hx_kernel *kernel)
{
	int ret = 0;

	for (unsigned int i = 0; i < kernel->num_modules && !ret; i++)
		ret = add_file(w, hx_printf(w->arena, "lib/modules/%s.ko", kernel->module[i].stem),
			       kernel->module[i].path, 0644);
	return ret;
}

static int add_image_as(struct writer *w, const char *name, const char *image)
{
	struct hx_text bytes = { 0 };
	struct hx_error why;
	int ret;

	if (hx_image_read(hx_image_path(w->arena, w->bundle->env, image), &bytes, &why))
		ret = hx_error(w->err, HX_ERIG, "%s", why.text);
	else
		ret = add_entry(w, name, AE_IFREG, 0644, bytes.s, bytes.len);
	hx_text_free(&bytes);
	return ret;
}

static int add_image(struct writer *w, const char *image)
{
	return add_image_as(w, hx_printf(w->arena, "lab/images/%s.elf",
					 hx_image_name(w->arena, image)), image);
}

static int add_all_images(struct writer *w)
{
	struct hx_list files = { 0 };
	int ret = hx_list_files(w->arena, w->bundle->env->firmware_dir, &files, w->err);

	for (unsigned int i = 0; i < files.num && !ret; i++) {
		const char *slash = strrchr(files.item[i].text, '/');
		size_t len = strlen(slash);

		/* only those right in the directory; below it is what they are built from */
		if (strlen(w->bundle->env->firmware_dir) == (size_t)(slash - files.item[i].text) &&
		    len > 5 && !strcmp(slash + len - 4, ".elf"))
			ret = add_image(w, hx_strndup(w->arena, slash + 1, len - 5));
	}
	return ret;
}

static int add_images(struct writer *w)
{
	const struct hx_compiled *compiled = w->bundle->compiled;
	int ret = 0;

	if (w->bundle->has_all_images)
		ret = add_all_images(w);
	for (unsigned int i = 0; !w->bundle->has_all_images && i < compiled->images.num && !ret; i++)
		ret = add_image(w, compiled->images.item[i].text);
	for (unsigned int core = 0; core < compiled->machine.remotes && !ret; core++)
		if (compiled->image[core])
			ret = add_image_as(w, hx_printf(w->arena, "lib/firmware/%s",
							hx_profile_file(w->arena,
									w->bundle->env->profile,
									core)),
					   compiled->image[core]);
	return ret;
}

static int begin(struct writer *w)
{
	w->archive = archive_write_new();
	if (archive_write_set_format_cpio_newc(w->archive) != ARCHIVE_OK ||
	    archive_write_open_filename(w->archive, w->path) != ARCHIVE_OK)
		return write_error(w);
	return 0;
}

static int end(struct writer *w, int ret)
{
	if (archive_write_close(w->archive) != ARCHIVE_OK && !ret)
		ret = write_error(w);
	archive_write_free(w->archive);
	return ret;
}

int hx_initramfs_write(struct hx_arena *arena, const char *agent,
		       const struct hx_kernel *kernel, const char *path, struct hx_error *err)
{
	static const char *const dirs[] = {
		"bin", "dev", "lab", "lab/images", "lib", "lib/firmware", "lib/modules", "proc",
		"sys", "tmp", NULL
	};
	struct writer w = { .arena = arena, .path = path, .err = err };
	int ret = begin(&w);

	if (!ret)
		ret = add_dirs(&w, dirs);
	/* without it the agent has no console before it has mounted /dev */
	if (!ret)
		ret = add_entry(&w, "dev/console", AE_IFCHR, 0600, NULL, 0);
	if (!ret)
		ret = add_file(&w, "init", agent, 0755);
	if (!ret)
		ret = add_modules(&w, kernel);
	return end(&w, ret);
}

int hx_bundle_write(struct hx_arena *arena, const struct hx_bundle *bundle, const char *path,
		    struct hx_error *err)
{
	struct writer w = { .arena = arena, .bundle = bundle, .path = path, .err = err };
	int ret = begin(&w);

	if (!ret)
		ret = add_program(&w);
	if (!ret && bundle->busybox)
		ret = add_file(&w, "bin/busybox", bundle->busybox, 0755);
	if (!ret)
		ret = add_images(&w);
	return end(&w, ret);
}
