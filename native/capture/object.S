/* In: the compiled kernel programs. Out: the symbols between which they lie in the addon. */
	.section .rodata
	.global dnstop_bpf_object
	.global dnstop_bpf_object_end
	.hidden dnstop_bpf_object
	.hidden dnstop_bpf_object_end
	.balign 16
dnstop_bpf_object:
	.incbin "dnstop.bpf.o"
dnstop_bpf_object_end:
	.section .note.GNU-stack, "", @progbits
