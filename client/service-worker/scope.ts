/** The worker's own global: the DOM library does not know it, and its own one says that it is any worker. */
export const worker = self as unknown as ServiceWorkerGlobalScope
