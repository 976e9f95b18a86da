/* Rust's library asks Windows for random numbers by this name, which wine has from version 9 on. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T length) { return SystemFunction036(into, (ULONG)length); }
