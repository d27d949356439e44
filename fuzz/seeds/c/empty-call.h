#define E(x)
#define F(x) E(x)##x
E(1) int F() a;
