#ifndef _VIRTIO_A_H
#define _VIRTIO_A_H
#include <linux/b.h>
#pragma pack(push, 1)
struct virtio_a_config {
	__le32 size, flags : 3, : 0, rest : 5;
	union {
		struct {
			__u8 x[A_LEN];
		};
		__be16 y;
	} u;
	struct virtio_b *next, (*call)(int);
	struct_group(hdr, __u8 p; __le64 q;);
#ifdef __s390x__
	__virtio16 only;
#else
	__virtio32 other;
#endif
	__DECLARE_FLEX_ARRAY(__u8, tail);
} __attribute__((packed, aligned(2)));
#pragma pack(pop)
typedef struct virtio_a_config a_t __attribute__((aligned(16)));
#endif
