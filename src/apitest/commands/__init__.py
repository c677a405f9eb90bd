"""What the commands do once their words are understood; `cli` imports a module only when its command is called."""
