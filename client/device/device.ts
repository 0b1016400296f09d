/** True if the page runs as an installed app. */
export const isInstalled =
  matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone === true)

/** True on iPhones and iPads. iPads identify as Macs, but Macs have no touch screen. */
export const isIos =
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
