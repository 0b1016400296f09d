#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read, so that they can say what they need.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 13)) {
  console.error(`daymark needs Node 22.13 or later. This is Node ${process.versions.node}.`)
  process.exit(1)
}

const { enableCompileCache } = await import('node:module')
enableCompileCache()
await import('../dist-cli/daymark.js').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  console.error('daymark is not built yet. Run npm run build in its folder.')
  process.exitCode = 1
})
