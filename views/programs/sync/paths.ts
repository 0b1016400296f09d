export const devicesPath = '/settings/devices'
export const conflictsPath = '/settings/devices/conflicts'
