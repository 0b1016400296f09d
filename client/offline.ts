/** Installs the service worker (client/service-worker.ts) once the page of a person has loaded. */
export const keepOffline = () => {
  if (!document.body.dataset.person) return
  addEventListener('load', () => navigator.serviceWorker?.register('/service-worker.js'))
}
