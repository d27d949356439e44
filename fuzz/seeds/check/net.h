#ifndef VIRTIO_NET_NO_LEGACY
struct virtio_net_hdr_v1 {
	__u8 flags;
	__s8 gso_type;
	__virtio16 hdr_len, gso_size;
	union {
		struct {
			__virtio16 csum_start, csum_offset;
		};
		struct {
			__virtio16 start, offset;
		} csum;
		struct {
			__le16 segments, dup_acks;
		} rsc;
	};
	__virtio16 num_buffers;
};
struct virtio_net_hdr_v1_hash {
	struct virtio_net_hdr_v1 hdr;
	__le16 hash_value_lo, hash_value_hi;
	__le16 hash_report, padding;
};
#endif
struct virtio_net_rss_config {
	__le32 hash_types;
	__le16 indirection_table_mask, unclassified_queue, indirection_table[1];
	__le16 max_tx_vq;
	__u8 hash_key_length;
	__u8 hash_key_data[];
};
struct virtio_net_config {
	__u8 mac[8];
	__virtio16 mtu, status;
	unsigned long speed;
};
