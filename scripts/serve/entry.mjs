/** The server's first module. It checks Node before it imports what older versions lack, such as node:sqlite. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(`Daymark’s server needs Node 22.13 or later. This is Node ${process.versions.node}.`)
  process.exit(1)
}
await import('./main.mjs')
