#ifdef __i386__
struct a {
	int pad;
#else
struct a {
#endif
	int x
#if 1
		[3]
#endif
		;
};
#ifdef __cplusplus
extern "C" {
#endif
static inline int f(void)
{
	return 1;
}
enum {
	P,
#ifndef Q
	Q,
#endif
	R
};
