#ifdef __KERNEL__\
 foo
/\
* x *\
/
#\
endif
#if (F(1,(2)) || !defined __KERNEL__) == 0x1 \
 && 1
#endif