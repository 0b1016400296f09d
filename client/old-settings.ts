// Follows an address of the time when settings were one page: `/settings#look`.
const row = document.getElementById(location.hash.slice(1))
const link = row?.matches('.setting') ? row.querySelector('a') : null
if (link) location.replace(link.href)

// Makes this file a module.
export {}
