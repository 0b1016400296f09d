/** True in an installed app. */
export const isInstalled =
  matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone === true)

/** True on iPhones and iPads. These call themselves Macs, which have no touch screen. */
export const isIos =
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
