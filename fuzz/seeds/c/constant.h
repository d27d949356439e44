#define A 0x10UL
#define B (1ULL << (A + 'c' - '\x41'))
#define C(x, ...) ((x) ? sizeof(long) : B##x)
#define D C(1, 2) + C(0)
#define E _IOWR(0xAF, 3, struct e)
struct e {
	int a[D];
};
enum e { X = D, Y, Z = ~0, W = offsetof(struct e, a) };
#define F "text" #x
#define G G
#if defined(A) && B > 3 || C(0)
#define H 7
#elif X
#endif
