/** Listens to what the server pushes. Each listener is added while the worker starts: later ones hear nothing. */
export const listenToPush = () => {}
