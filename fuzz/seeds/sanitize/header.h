#ifndef _UAPI_X_H
#define _UAPI_X_H
#include <linux/compiler.h>
#ifdef __KERNEL__
int k;
#elif defined(X) && __EXPORTED_HEADERS__
int e;
#else
char *s = "/* \" */";
#endif /* __KERNEL__ */
struct a { int x; } __packed;
static inline void __user f(void) { asm ("x"); }
#endif
