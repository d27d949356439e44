#define VIRTIO_SCSI_CDB_SIZE 32
struct virtio_scsi_cmd_req_pi {
	__u8 lun[8];
	__virtio64 tag;
	__u8 task_attr, prio, crn;
	__le32 pi_bytesin;
	__be32 pi_bytesout;
	__u8 cdb[VIRTIO_SCSI_CDB_SIZE];
	__u16 extra;
} __attribute__((packed));
#define VIRTIO_SCSI_F_INOUT (1 << 0)
#define VIRTIO_SCSI_F_HOTPLUG (1 << 2)
#define VIRTIO_SCSI_F_VENDOR 40
