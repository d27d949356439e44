"C"
{
	enum {
		P,
#ifndef Q
		R "b.h" struct s{};
		t x[N];
	};
