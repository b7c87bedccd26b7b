"""Boots the virtual hall: kernel, initramfs, QEMU. Runs outside of the guest."""
