mod decisions;
mod sequences;
mod table;
