/* Has a file open and lends it to nobody, as Word and Excel do, until its standard input ends. */
#include <stdio.h>
#include <windows.h>
int main(int count, char **name) {
  HANDLE file = CreateFileA(name[1], GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
  if (count != 2 || file == INVALID_HANDLE_VALUE) return 1;
  puts("held");
  fflush(stdout);
  getchar();
  return 0;
}
