#!/usr/bin/env node
console.log("local autofix", process.argv.slice(2));
