struct s { int (int
} x;
}
;
struct t { int (*f)(int
};
}
;
