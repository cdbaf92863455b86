#pragma once

namespace heirloom::ui::test {

// Makes every write() to a file in this program fail as on a full disk.
void setDiskFull(bool full);

}  // namespace heirloom::ui::test
