#![no_main]

// A panic in the parquet crate is caught, and no finding.
libfuzzer_sys::fuzz_target!(
    init: rdsim::trace::parquet::silence_parquet_panics(),
    |bytes: &[u8]| rdsim_fuzz::trace(bytes)
);
