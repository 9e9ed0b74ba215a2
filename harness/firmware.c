/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * firmware.c - is a file an image that a remote core could run?  See firmware.h
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
