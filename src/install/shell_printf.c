/* SPDX-License-Identifier: BSD-3-Clause */
/* "printf" */
#include "shell_int.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct printer {
	struct et_shell *sh;
	const char *const *at; /* the next argument */
	const char *const *end;
	bool took;
};

static const char *next(struct printer *p)
{
	if (p->at >= p->end)
		return "";
	p->took = true;
	return *p->at++;
}

static bool octal(const char **at, struct et_buf *out)
{
	unsigned value = 0;
	int digits;

	for (digits = 0; digits < 3 && **at >= '0' && **at <= '7'; digits++)
		value = value * 8 + (unsigned)(*(*at)++ - '0');
	if (digits)
		et_buf_putc(out, (char)value);
	return digits > 0 && value;
}

/* Behind a backslash. */
static bool escape(struct printer *p, const char **at)
{
	static const char names[] = "ntr\\\"'abfv";
	static const char values[] = "\n\t\r\\\"'\a\b\f\v";
	const char *found = **at ? strchr(names, **at) : NULL;

	if (found) {
		et_buf_putc(p->sh->out, values[found - names]);
		(*at)++;
		return true;
	}
	if (octal(at, p->sh->out))
		return true;
	return et_sh_fail(p->sh, "prints an escape that is not known");
}

static bool integer(struct printer *p, const char *text, long long *value)
{
	char *end;

	*value = 0;
	if (!*text)
		return true;
	errno = 0;
	*value = strtoll(text, &end, 0);
	if (*end || errno)
		return et_sh_fail(p->sh, "prints '%.40s' as a number", text);
	return true;
}

/* Behind a '%'. */
static bool conversion(struct printer *p, const char **at)
{
	size_t flags = strspn(*at, "-0 +#");
	size_t width = strspn(*at + flags, "0123456789");
	const char *spec;
	long long value;
	char kind = (*at)[flags + width];

	if (flags > 4 || width > 3)
		return et_sh_fail(p->sh, "prints in a form that is not known");
	spec = et_strndup(&p->sh->memory, *at, flags + width);
	*at += flags + width + 1;
	switch (kind) {
	case '%':
		et_buf_putc(p->sh->out, '%');
		return true;
	case 's':
		/* The format is made of checked flags and digits. */
		et_buf_printf(p->sh->out, "%*s",
			(*spec == '-' ? -1 : 1) * (int)strtol(spec + flags, NULL, 10), next(p));
		return flags == (*spec == '-') ||
		       et_sh_fail(p->sh, "prints in a form that is not known");
	case 'd':
	case 'i':
	case 'u':
	case 'x':
	case 'X':
	case 'o':
		if (flags > 1 || (flags && !strchr("0-", *spec)))
			return et_sh_fail(p->sh, "prints in a form that is not known");
		if (!integer(p, next(p), &value))
			return false;
		break;
	default:
		return et_sh_fail(p->sh, "prints in a form that is not known");
	}
	{
		int columns = (int)strtol(spec + flags, NULL, 10);
		bool zero = *spec == '0';

		columns = *spec == '-' ? -columns : columns;
		if (kind == 'x')
			et_buf_printf(p->sh->out, zero ? "%0*llx" : "%*llx", columns, value);
		else if (kind == 'X')
			et_buf_printf(p->sh->out, zero ? "%0*llX" : "%*llX", columns, value);
		else if (kind == 'o')
			et_buf_printf(p->sh->out, zero ? "%0*llo" : "%*llo", columns, value);
		else
			et_buf_printf(p->sh->out, zero ? "%0*lld" : "%*lld", columns, value);
	}
	return true;
}

static bool print(struct printer *p, const char *format)
{
	while (*format) {
		size_t plain = strcspn(format, "\\%");

		et_buf_add(p->sh->out, format, plain);
		format += plain;
		if (*format == '\\') {
			format++;
			if (!escape(p, &format))
				return false;
		} else if (*format == '%') {
			format++;
			if (!conversion(p, &format))
				return false;
		}
	}
	return true;
}

int et_sh_printf(struct et_shell *sh, const char *const *words, size_t count)
{
	struct printer p = {.sh = sh, .at = words + 2, .end = words + count};

	if (count < 2 || (words[1][0] == '-' && words[1][1])) {
		et_sh_fail(sh, "uses printf in a way that is not known");
		return 2;
	}
	/* The format serves again for as long as there are arguments, and it takes any. */
	do {
		p.took = false;
		if (!print(&p, words[1]))
			return 2;
	} while (p.at < p.end && p.took);
	return 0;
}
