mod neighbours;
mod non_interference;
mod second_wall;
