#if defined(X)
#elif defined(__EXPORTED_HEADERS__) /* a
*/ || Y
#else // \
#endif
#endif
#endif