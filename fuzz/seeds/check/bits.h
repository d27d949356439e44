struct pvirtq_event_suppress {
	__le16 desc_event_off : 15, desc_event_wrap : 1;
	__le16 desc_event_flags : 2;
	__le16 reserved : 14;
};
struct virtio_blk_discard_write_zeroes {
	__le64 sector;
	__le32 num_sectors;
	struct {
		__le32 unmap : 1, reserved : 31;
	} flags;
};
enum virtio_gpu_ctrl_type {
	VIRTIO_GPU_CMD_GET_DISPLAY_INFO = 0x0100,
	VIRTIO_GPU_X,
	VIRTIO_GPU_CMD_RESOURCE_CREATE_2D
};
typedef struct {
	u8 a[0];
	unknown_t b;
} VirtioBlkConfig;
struct virtio_gpu_rect {
	__le32 y, x, height, width;
};
