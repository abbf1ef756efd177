#![no_main]

// A panic in the parquet crate is caught, and no finding.
libfuzzer_sys::fuzz_target!(
    init: rdsim::trace::parquet::hush(),
    |bytes: &[u8]| rdsim_fuzz::trace(bytes)
);
