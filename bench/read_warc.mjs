// read_warc.mjs FILE: what bench_read does, with warcio.js: every record, the body of each HTTP response decoded.
// Prints records, bytes of bodies, seconds of CPU and of wall clock.
import fs from "node:fs";
import { WARCParser } from "warcio";

const begin = performance.now();
let records = 0, bytes = 0;
for await (const record of new WARCParser(fs.createReadStream(process.argv[2]))) {
  records++;
  for await (const chunk of record) bytes += chunk.length;
}
const wall = (performance.now() - begin) / 1000;
const { user, system } = process.cpuUsage();
console.log(records, bytes, ((user + system) / 1e6).toFixed(3), wall.toFixed(3));
