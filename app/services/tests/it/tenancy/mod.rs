mod neighbours;
mod non_interference;
mod second_wall;
mod shared_rows;
