#ifdef
}