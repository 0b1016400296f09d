/** Stores of a self-hosted server, behind workerd's KV and R2 bindings. */
export { Entries, Keys } from './keys'
export { Objects } from './objects'
export default {}
