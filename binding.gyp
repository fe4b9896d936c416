{
  "target_defaults": {
    "cflags_cc": ["-std=c++20", "-O2", "-g", "-Wall", "-Wextra", "-Wno-missing-field-initializers", "-fexceptions"],
    "cflags_cc!": ["-fno-exceptions", "-std=gnu++17", "-std=gnu++14"],
    "cflags": ["-fPIC"]
  },
  "targets": [
    {
      "target_name": "core",
      "type": "static_library",
      "sources": ["<!@(find native/core native/file native/trace -name '*.cc' | sort)"]
    },
    {
      "target_name": "bpf",
      "type": "none",
      "actions": [
        {
          "action_name": "compile_bpf",
          "inputs": ["<!@(find bpf -name '*.[ch]' | sort)"],
          "outputs": ["<(SHARED_INTERMEDIATE_DIR)/dnstop.bpf.o"],
          "action": ["scripts/build-bpf", "<(SHARED_INTERMEDIATE_DIR)/dnstop.bpf.o"]
        }
      ]
    },
    {
      "target_name": "dnstop",
      "dependencies": ["core", "bpf"],
      "sources": ["<!@(find native/addon native/capture -name '*.cc' | sort)", "native/capture/object.S", "native/capture/static_libraries.c"],
      "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")", "<(SHARED_INTERMEDIATE_DIR)"],
      "defines": ["NAPI_VERSION=8", "NAPI_CPP_EXCEPTIONS", "NODE_ADDON_API_CPP_EXCEPTIONS_ALL"],
      "libraries": ["-l:libbpf.a", "<!@(scripts/link-libelf)", "-l:libz.a", "-lpthread"],
      # The C++ library inside, without what of it is not used, asks for no newer glibc than the rest does (2.34).
      "ldflags": ["-Wl,--exclude-libs,ALL", "-static-libstdc++", "-Wl,--gc-sections"]
    },
    {
      "target_name": "core_test",
      "type": "executable",
      "dependencies": ["core"],
      "sources": ["<!@(find native -path 'native/test/*.cc' | sort)"],
      "libraries": ["-l:libz.a", "-lpthread"]
    }
  ]
}
