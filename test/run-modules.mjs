// Runs modules one after another in one process, which loads the libraries once, and prints as JSON what each printed.
import { pathToFileURL } from "node:url";

const write = process.stdout.write.bind(process.stdout);
const results = {};
for (const file of process.argv.slice(2)) {
  const printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"]) {
    process[stream].write = (text) => {
      printed[stream] += text;
      return true;
    };
  }
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    printed.stderr += error.stack;
  }
  results[file] = printed;
}
write(JSON.stringify(results));
