/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * firmware.c - images of remote cores; see firmware.h
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gelf.h>
#include <libelf.h>

#include "firmware.h"

/* NULL when it is good, else what it is instead */
static const char *what_is_wrong(Elf *elf)
{
	size_t num_phdrs;
	GElf_Ehdr ehdr;
	GElf_Phdr phdr;

	if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &ehdr))
		return "not an ELF file";
	if (ehdr.e_ident[EI_CLASS] != ELFCLASS32 || ehdr.e_machine != EM_ARM)
		return "an ELF file, but not for 32-bit ARM";
	if (ehdr.e_ident[EI_DATA] != ELFDATA2LSB)
		return "big-endian";
	if (ehdr.e_type != ET_EXEC)
		return "an ELF file, but not an executable";
	if (elf_getphdrnum(elf, &num_phdrs))
		return "an ELF file whose program headers cannot be read";
	for (size_t i = 0; i < num_phdrs; i++)
		if (gelf_getphdr(elf, (int)i, &phdr) && phdr.p_type == PT_LOAD)
			return NULL;
	return "an ELF file with nothing to load";
}

int hx_firmware_check(const char *path, struct hx_error *err)
{
	const char *wrong;
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf *elf;

	if (fd < 0)
		return hx_error(err, HX_EFIRMWARE, "firmware %s: %s", path, strerror(errno));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || !st.st_size) {
		close(fd);
		return hx_error(err, HX_EFIRMWARE, "firmware %s: the file is empty", path);
	}
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	wrong = what_is_wrong(elf);
	elf_end(elf);
	close(fd);
	return wrong ? hx_error(err, HX_EFIRMWARE, "firmware %s: %s", path, wrong) : 0;
}

/* the section of the symbols, NULL: none */
static Elf_Scn *find_symbols(Elf *elf, GElf_Shdr *shdr)
{
	Elf_Scn *scn = NULL;

	while ((scn = elf_nextscn(elf, scn)))
		if (gelf_getshdr(scn, shdr) && shdr->sh_type == SHT_SYMTAB && shdr->sh_entsize)
			return scn;
	return NULL;
}

static const char *find_function(struct hx_arena *arena, Elf *elf, uint32_t pc)
{
	GElf_Shdr shdr;
	Elf_Scn *scn = find_symbols(elf, &shdr);
	Elf_Data *data = scn ? elf_getdata(scn, NULL) : NULL;
	size_t num = data ? data->d_size / shdr.sh_entsize : 0;
	GElf_Sym sym;

	for (size_t i = 0; i < num && gelf_getsym(data, (int)i, &sym); i++) {
		/* bit 0 says Thumb */
		uint64_t begin = sym.st_value & ~1ull;
		const char *name;

		if (GELF_ST_TYPE(sym.st_info) != STT_FUNC || pc < begin ||
		    pc - begin >= sym.st_size)
			continue;
		name = elf_strptr(elf, shdr.sh_link, sym.st_name);
		if (name)
			return hx_printf(arena, "%s+0x%x", name, (uint32_t)(pc - begin));
	}
	return NULL;
}

const char *hx_firmware_symbol(struct hx_arena *arena, const char *path, uint32_t pc)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	const char *name = NULL;
	Elf *elf;

	if (fd < 0)
		return NULL;
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (elf && elf_kind(elf) == ELF_K_ELF)
		name = find_function(arena, elf, pc);
	elf_end(elf);
	close(fd);
	return name;
}

static void find_table(Elf *elf, uint32_t *address, uint32_t *size)
{
	Elf_Scn *scn = NULL;
	const char *name;
	GElf_Shdr shdr;
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return;
	while ((scn = elf_nextscn(elf, scn))) {
		name = gelf_getshdr(scn, &shdr) ? elf_strptr(elf, names, shdr.sh_name) : NULL;
		if (!name || strcmp(name, ".resource_table"))
			continue;
		*address = (uint32_t)shdr.sh_addr;
		*size = (uint32_t)shdr.sh_size;
	}
}

void hx_firmware_table(const char *path, uint32_t *address, uint32_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf *elf;

	*address = *size = 0;
	if (fd < 0)
		return;
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (elf && elf_kind(elf) == ELF_K_ELF)
		find_table(elf, address, size);
	elf_end(elf);
	close(fd);
}
