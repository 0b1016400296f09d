/** The global scope of the service worker. TypeScript's DOM library has only that of any worker. */
export const worker = self as unknown as ServiceWorkerGlobalScope
