<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>core</name>
    <message>
        <source>%1 already exists and was left as it is. Choose another name.</source>
        <translation>%1 已存在，未作改动。请换一个文件名。</translation>
    </message>
    <message>
        <source>%1 also holds %2 small preview(s), which are left out of the result.</source>
        <translation>%1 中还有 %2 张小预览图，不会写入结果。</translation>
    </message>
    <message>
        <source>%1 belongs to the earlier picture, but it could not be removed: %2. Remove it.</source>
        <translation>%1 属于之前的图片，但无法删除：%2。请手动删除。</translation>
    </message>
    <message>
        <source>%1 cannot be removed: %2.</source>
        <translation>无法删除 %1：%2。</translation>
    </message>
    <message>
        <source>%1 changed while it was copied. Try again when nothing writes to it.</source>
        <translation>%1 在复制过程中发生了变化。请等没有其他程序写入它时再试。</translation>
    </message>
    <message>
        <source>%1 comes with Heirloom and is not removed. Only models that you downloaded or imported can be removed.</source>
        <translation>%1 是拾光自带的，不会删除。只有您下载或导入的模型才能删除。</translation>
    </message>
    <message>
        <source>%1 comes with Heirloom; there is nothing to download.</source>
        <translation>%1 是拾光自带的，无需下载。</translation>
    </message>
    <message>
        <source>%1 could not be processed because of a fault in this program. Please report it.</source>
        <translation>由于本程序的错误，%1 未能处理。请向我们反馈。</translation>
    </message>
    <message>
        <source>%1 could not be read. Check its permissions and the disk, and try again.</source>
        <translation>无法读取 %1。请检查文件权限和磁盘，然后重试。</translation>
    </message>
    <message>
        <source>%1 could not be read. Check the disk, or remove it to start again.</source>
        <translation>无法读取 %1。请检查磁盘；也可以删除它，从头开始。</translation>
    </message>
    <message>
        <source>%1 could not be read: %2. Check the disk or the network and try again.</source>
        <translation>无法读取 %1：%2。请检查磁盘或网络，然后重试。</translation>
    </message>
    <message>
        <source>%1 could not be removed. Check the permissions of its folder.</source>
        <translation>无法删除 %1。请检查所在文件夹的权限。</translation>
    </message>
    <message>
        <source>%1 could not be written. Check the permissions of its folder.</source>
        <translation>无法写入 %1。请检查所在文件夹的权限。</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another folder or try again.</source>
        <translation>无法写入 %1：%2。请换一个文件夹，或稍后重试。</translation>
    </message>
    <message>
        <source>%1 exists already. Remove it first or choose another name.</source>
        <translation>%1 已存在。请先删除它，或换一个名称。</translation>
    </message>
    <message>
        <source>%1 faces cover under 10 % of the photo each; do not expect too much detail there.</source>
        <translation>有 %1 张人脸各自占照片面积不到 10%，细节不要期望过高。</translation>
    </message>
    <message>
        <source>%1 failed while running.</source>
        <translation>%1 运行时出错。</translation>
    </message>
    <message>
        <source>%1 has %2 bytes, but the published file has %3. Remove it and download or import it again.</source>
        <translation>%1 的大小为 %2 字节，而官方发布的文件为 %3 字节。请删除后重新下载或导入。</translation>
    </message>
    <message>
        <source>%1 has an unknown version of PyTorch&apos;s old file format. Save it again with a newer PyTorch.</source>
        <translation>%1 采用 PyTorch 旧版文件格式，且版本未知。请用较新的 PyTorch 重新保存。</translation>
    </message>
    <message>
        <source>%1 has choices for %2, which is not among the photos.</source>
        <translation>%1 中有针对 %2 的设置，但这张照片不在本次处理之列。</translation>
    </message>
    <message>
        <source>%1 has no face %2 (faces found: %3), so the choice for it was left out.</source>
        <translation>%1 中没有编号为 %2 的人脸（共找到 %3 张），针对它的设置已忽略。</translation>
    </message>
    <message>
        <source>%1 has no published checksum; the present one is remembered for later.</source>
        <translation>%1 没有公布的校验和；已记下当前的校验和，供以后核对。</translation>
    </message>
    <message>
        <source>%1 has not changed since it was first seen.</source>
        <translation>%1 与最初见到时一致，没有变化。</translation>
    </message>
    <message>
        <source>%1 holds %2 pages. Save each page as a file of its own first.</source>
        <translation>%1 有 %2 页。请先把每一页另存为单独的文件。</translation>
    </message>
    <message>
        <source>%1 holds 8 bits a channel only; the depth of 16 was left out.</source>
        <translation>%1 每个通道只能存 8 位，未采用 16 位位深。</translation>
    </message>
    <message>
        <source>%1 holds a number that is too large to use.</source>
        <translation>%1 中有一个数值过大，无法使用。</translation>
    </message>
    <message>
        <source>%1 holds at most %2 pixels a side, but the picture has %3 x %4. Choose PNG or TIFF, or a smaller output.</source>
        <translation>%1 每边最多 %2 像素，而图片为 %3 × %4 像素。请选择 PNG 或 TIFF，或减小输出尺寸。</translation>
    </message>
    <message>
        <source>%1 holds channels besides its colours, which are left out of the result.</source>
        <translation>%1 除颜色外还有其他通道，不会写入结果。</translation>
    </message>
    <message>
        <source>%1 holds no colour profile for grey; the photo was converted to sRGB.</source>
        <translation>%1 不能保存灰度色彩配置文件，照片已转换为 sRGB。</translation>
    </message>
    <message>
        <source>%1 holds no transparency; the photo was put on white.</source>
        <translation>%1 不支持透明，透明部分已填成白色。</translation>
    </message>
    <message>
        <source>%1 holds no weights. Choose a file with the model&apos;s state dict; a model saved as a whole or as a program cannot be used.</source>
        <translation>%1 中没有权重。请选择含有 state dict 的文件；整体保存的模型或程序形式的模型无法使用。</translation>
    </message>
    <message>
        <source>%1 is %2 and cannot be replaced by a picture. Choose another name.</source>
        <translation>%1 是 %2，不能用图片替换。请换一个文件名。</translation>
    </message>
    <message>
        <source>%1 is %2, but %3 is needed here.</source>
        <translation>%1 是 %2，而这里需要 %3。</translation>
    </message>
    <message>
        <source>%1 is %2, not a file. Copy its content to a file first.</source>
        <translation>%1 是 %2，不是文件。请先把内容复制成文件。</translation>
    </message>
    <message>
        <source>%1 is a BMP %2, which is not supported. Save it as PNG with another program first.</source>
        <translation>%1 是 BMP 图片（%2），暂不支持。请先用其他程序存为 PNG。</translation>
    </message>
    <message>
        <source>%1 is a GIF, which is not supported. Save the picture you want as PNG first.</source>
        <translation>%1 是 GIF 图片，暂不支持。请先把需要的画面存为 PNG。</translation>
    </message>
    <message>
        <source>%1 is a GIMP document, which is not supported. Export it as TIFF or PNG first.</source>
        <translation>%1 是 GIMP 文档，暂不支持。请先导出为 TIFF 或 PNG。</translation>
    </message>
    <message>
        <source>%1 is a HEIC photo, as phones take them, which is not supported. Export it as JPEG on the phone or with another program first.</source>
        <translation>%1 是手机常用的 HEIC 照片，暂不支持。请先在手机上或用其他程序导出为 JPEG。</translation>
    </message>
    <message>
        <source>%1 is a JPEG 2000 picture, which is not supported. Save it as TIFF or PNG with another program first.</source>
        <translation>%1 是 JPEG 2000 图片，暂不支持。请先用其他程序存为 TIFF 或 PNG。</translation>
    </message>
    <message>
        <source>%1 is a JPEG XL picture, which is not supported. Save it as PNG or JPEG with another program first.</source>
        <translation>%1 是 JPEG XL 图片，暂不支持。请先用其他程序存为 PNG 或 JPEG。</translation>
    </message>
    <message>
        <source>%1 is a JPEG with %2 bits and %3 channels, which is not supported. Save it as TIFF or PNG with another program first.</source>
        <translation>%1 是 %2 位、%3 通道的 JPEG，暂不支持。请先用其他程序存为 TIFF 或 PNG。</translation>
    </message>
    <message>
        <source>%1 is a PDF document. Export the picture you want as TIFF or PNG first.</source>
        <translation>%1 是 PDF 文档。请先把需要的图片导出为 TIFF 或 PNG。</translation>
    </message>
    <message>
        <source>%1 is a Photoshop document, which is not supported. Save it as a flat TIFF or PNG first.</source>
        <translation>%1 是 Photoshop 文档，暂不支持。请先拼合图层，存为 TIFF 或 PNG。</translation>
    </message>
    <message>
        <source>%1 is a TIFF with %2, which is not supported. Save it as 8 or 16 bit RGB or grey with another program first.</source>
        <translation>%1 是 TIFF 图片（%2），暂不支持。请先用其他程序存为 8 位或 16 位的 RGB 或灰度图片。</translation>
    </message>
    <message>
        <source>%1 is a ZIP archive but not a PyTorch model file. Choose a .pth or .pt file.</source>
        <translation>%1 是 ZIP 压缩包，但不是 PyTorch 模型文件。请选择 .pth 或 .pt 文件。</translation>
    </message>
    <message>
        <source>%1 is a camera&apos;s raw file. Develop it with your raw program and save it as TIFF or JPEG first.</source>
        <translation>%1 是相机的 RAW 文件。请先用 RAW 处理软件冲洗，再存为 TIFF 或 JPEG。</translation>
    </message>
    <message>
        <source>%1 is a compressed archive, which PyTorch never writes. Unpack it and save the model again with torch.save.</source>
        <translation>%1 是压缩过的归档文件，PyTorch 不会写出这种文件。请先解压，再用 torch.save 重新保存模型。</translation>
    </message>
    <message>
        <source>%1 is a discriminator, which is needed for training only. Choose the generator instead: the same name without &quot;-D&quot;.</source>
        <translation>%1 是判别器，只在训练时使用。请改选生成器：文件名相同，但没有“-D”。</translation>
    </message>
    <message>
        <source>%1 is a folder and stays.</source>
        <translation>%1 是文件夹，未删除。</translation>
    </message>
    <message>
        <source>%1 is a folder, not a file. Choose a file in it.</source>
        <translation>%1 是文件夹，不是文件。请选择其中的文件。</translation>
    </message>
    <message>
        <source>%1 is a text, not a picture. Choose a JPEG, PNG, WebP, TIFF or BMP file.</source>
        <translation>%1 是文本，不是图片。请选择 JPEG、PNG、WebP、TIFF 或 BMP 文件。</translation>
    </message>
    <message>
        <source>%1 is a video. Save the picture you want from it as PNG or JPEG first.</source>
        <translation>%1 是视频。请先把需要的画面存为 PNG 或 JPEG。</translation>
    </message>
    <message>
        <source>%1 is already a restored photo; name the file itself to restore it again.</source>
        <translation>%1 已经是修复后的照片；如要再次修复，请直接指定该文件。</translation>
    </message>
    <message>
        <source>%1 is an AVIF picture, which is not supported. Save it as PNG or JPEG with another program first.</source>
        <translation>%1 是 AVIF 图片，暂不支持。请先用其他程序存为 PNG 或 JPEG。</translation>
    </message>
    <message>
        <source>%1 is an animation of %2 frames. Save the frame you want as a file of its own first.</source>
        <translation>%1 是共 %2 帧的动画。请先把需要的一帧存为单独的文件。</translation>
    </message>
    <message>
        <source>%1 is an archive or an office document, not a picture. Unpack it first.</source>
        <translation>%1 是压缩包或办公文档，不是图片。请先解压或取出图片。</translation>
    </message>
    <message>
        <source>%1 is an icon, which is not supported. Save it as PNG first.</source>
        <translation>%1 是图标，暂不支持。请先存为 PNG。</translation>
    </message>
    <message>
        <source>%1 is another file than the first time: its publisher changed it, or somebody else did. Remove it unless you expected a new version.</source>
        <translation>%1 与最初见到的文件不同：可能是发布者更新了它，也可能被他人改动过。如果您没有换用新版本，请删除它。</translation>
    </message>
    <message>
        <source>%1 is being downloaded by another program. Wait until it has finished.</source>
        <translation>另一个程序正在下载 %1。请等它下载完成。</translation>
    </message>
    <message>
        <source>%1 is damaged: no part of the picture can be read. Look for another copy of the file.</source>
        <translation>%1 已损坏：图片内容完全无法读取。请寻找该文件的其他副本。</translation>
    </message>
    <message>
        <source>%1 is damaged: parts of the picture could not be read. Look for a better copy of the file.</source>
        <translation>%1 已损坏：部分内容无法读取。请寻找更完好的副本。</translation>
    </message>
    <message>
        <source>%1 is empty. Look for another copy of the file.</source>
        <translation>%1 是空文件。请寻找该文件的其他副本。</translation>
    </message>
    <message>
        <source>%1 is installed already.</source>
        <translation>%1 已经安装。</translation>
    </message>
    <message>
        <source>%1 is installed.</source>
        <translation>%1 安装完成。</translation>
    </message>
    <message>
        <source>%1 is installed. Its checksum is not published; it is remembered, so that a change will be noticed.</source>
        <translation>%1 安装完成。它没有公布的校验和；已记下当前的校验和，以后如有变化可以发现。</translation>
    </message>
    <message>
        <source>%1 is installed: it is the published file.</source>
        <translation>%1 安装完成：与官方发布的文件一致。</translation>
    </message>
    <message>
        <source>%1 is installed: it is the same file as the first time.</source>
        <translation>%1 安装完成：与最初见到的文件相同。</translation>
    </message>
    <message>
        <source>%1 is larger than the limit of %2 bytes.</source>
        <translation>%1 超过了 %2 字节的上限。</translation>
    </message>
    <message>
        <source>%1 is larger than the limit of %2 bytes. Raise the limit or use a smaller file.</source>
        <translation>%1 超过了 %2 字节的上限。请提高上限，或换用较小的文件。</translation>
    </message>
    <message>
        <source>%1 is larger than the limit of %2 megapixels.</source>
        <translation>%1 超过了 %2 百万像素的上限。</translation>
    </message>
    <message>
        <source>%1 is nested more deeply than any file of this kind.</source>
        <translation>%1 的嵌套层数超过了这类文件应有的层数。</translation>
    </message>
    <message>
        <source>%1 is no address of a file on the web.</source>
        <translation>%1 不是有效的网络文件地址。</translation>
    </message>
    <message>
        <source>%1 is not a GPEN model: the encoder or the mapping network is missing.</source>
        <translation>%1 不是 GPEN 模型：缺少编码器或映射网络。</translation>
    </message>
    <message>
        <source>%1 is not a PyTorch model file. Choose a .pth or .pt file; if it should be one, download it again.</source>
        <translation>%1 不是 PyTorch 模型文件。请选择 .pth 或 .pt 文件；如果它本应是模型文件，请重新下载。</translation>
    </message>
    <message>
        <source>%1 is not a RealESRNet model: its first layers have other shapes.</source>
        <translation>%1 不是 RealESRNet 模型：前几层的形状不符。</translation>
    </message>
    <message>
        <source>%1 is not a file. Choose a file instead.</source>
        <translation>%1 不是文件。请选择一个文件。</translation>
    </message>
    <message>
        <source>%1 is not a model that Heirloom can use. Choose a GPEN, RetinaFace, ParseNet or RealESRNet file.</source>
        <translation>%1 不是拾光能用的模型。请选择 GPEN、RetinaFace、ParseNet 或 RealESRNet 文件。</translation>
    </message>
    <message>
        <source>%1 is not a picture that can be read. Choose a JPEG, PNG, WebP, TIFF or BMP file.</source>
        <translation>%1 不是能读取的图片。请选择 JPEG、PNG、WebP、TIFF 或 BMP 文件。</translation>
    </message>
    <message>
        <source>%1 is not a usable %2 model: %3.</source>
        <translation>%1 不是可用的 %2 模型：%3。</translation>
    </message>
    <message>
        <source>%1 is not the file it should be: its checksum differs. Remove %2 and download or import it again.</source>
        <translation>%1 不是应有的文件：校验和不符。请删除 %2，然后重新下载或导入。</translation>
    </message>
    <message>
        <source>%1 is not the name of a file.</source>
        <translation>%1 不是有效的文件名。</translation>
    </message>
    <message>
        <source>%1 is not valid JSON: see line %2, column %3.</source>
        <translation>%1 不是有效的 JSON：见第 %2 行第 %3 列。</translation>
    </message>
    <message>
        <source>%1 is not valid UTF-8 text (line %2). Save it as UTF-8.</source>
        <translation>%1 不是有效的 UTF-8 文本（第 %2 行）。请存为 UTF-8 编码。</translation>
    </message>
    <message>
        <source>%1 is saved as UTF-16. Save it as UTF-8.</source>
        <translation>%1 采用 UTF-16 编码。请存为 UTF-8 编码。</translation>
    </message>
    <message>
        <source>%1 is unchanged: its checksum is the published one.</source>
        <translation>%1 没有变化：校验和与公布的一致。</translation>
    </message>
    <message>
        <source>%1 lacks its version: add &quot;%2&quot;: %3.</source>
        <translation>%1 缺少版本号：请加上 &quot;%2&quot;: %3。</translation>
    </message>
    <message>
        <source>%1 leads from one address to the next without end. Try again later, or import the file from another source.</source>
        <translation>%1 一再跳转到别的地址，没有尽头。请稍后重试，或从其他来源导入该文件。</translation>
    </message>
    <message>
        <source>%1 leads on to %2, which is not safe to download from. Import the file from another source.</source>
        <translation>%1 跳转到了 %2，从那里下载不安全。请从其他来源导入该文件。</translation>
    </message>
    <message>
        <source>%1 may not be read by this user. Change its permissions or copy it to a folder of your own.</source>
        <translation>当前用户无权读取 %1。请修改权限，或把它复制到自己的文件夹。</translation>
    </message>
    <message>
        <source>%1 must be between %2 and %3, not %4.</source>
        <translation>%1 必须在 %2 到 %3 之间，不能是 %4。</translation>
    </message>
    <message>
        <source>%1 must hold one JSON object, { ... }.</source>
        <translation>%1 必须是一个 JSON 对象：{ ... }。</translation>
    </message>
    <message>
        <source>%1 needs %2 MB more, but only %3 MB are free in %4. Free some space and try again.</source>
        <translation>%1 还需要 %2 MB，但 %4 只剩 %3 MB 可用空间。请腾出一些空间，然后重试。</translation>
    </message>
    <message>
        <source>%1 needs &quot;parameters&quot; with an object, { ... }, that holds any of: %2.</source>
        <translation>%1 需要有“parameters”，其值为对象 { ... }，可包含：%2。</translation>
    </message>
    <message>
        <source>%1 needs &quot;photos&quot; with a list, [ ... ].</source>
        <translation>%1 需要有“photos”，其值为列表 [ ... ]。</translation>
    </message>
    <message>
        <source>%1 should be %2 but is another model: %3. Remove it or give it another name.</source>
        <translation>%1 应为 %2，实际却是另一种模型：%3。请删除它，或给它改名。</translation>
    </message>
    <message>
        <source>%1 starts like a BMP picture but is none. Choose a JPEG, PNG, WebP, TIFF or BMP file.</source>
        <translation>%1 开头像 BMP 图片，其实不是。请选择 JPEG、PNG、WebP、TIFF 或 BMP 文件。</translation>
    </message>
    <message>
        <source>%1 was in CMYK and was converted to sRGB with its colour profile.</source>
        <translation>%1 原为 CMYK，已按其色彩配置文件转换为 sRGB。</translation>
    </message>
    <message>
        <source>%1 was in CMYK without a usable colour profile; its colours in sRGB are an estimate.</source>
        <translation>%1 原为 CMYK，但没有可用的色彩配置文件；转换成 sRGB 的颜色只是估计值。</translation>
    </message>
    <message>
        <source>%1 was made by a newer Heirloom (its version is %2, and this one reads %3). Update Heirloom to use it.</source>
        <translation>%1 由更新版本的拾光生成（其版本为 %2，本程序只能读到 %3）。请先更新拾光。</translation>
    </message>
    <message>
        <source>%1 was not finished because the disk is full.</source>
        <translation>磁盘已满，%1 未能完成。</translation>
    </message>
    <message>
        <source>%1 was not installed: the server has a file of %2 bytes, but the published one has %3. Try again later, or import the file from another source.</source>
        <translation>%1 未安装：服务器上的文件为 %2 字节，而官方发布的文件为 %3 字节。请稍后重试，或从其他来源导入该文件。</translation>
    </message>
    <message>
        <source>%1 was not installed: the server sends more than the %2 bytes that it may have. Try again later, or import the file from another source.</source>
        <translation>%1 未安装：服务器发来的内容超过了应有的 %2 字节。请稍后重试，或从其他来源导入该文件。</translation>
    </message>
    <message>
        <source>%1 was not installed: the server sent an empty file. Try again later, or import the file from another source.</source>
        <translation>%1 未安装：服务器发来的是空文件。请稍后重试，或从其他来源导入该文件。</translation>
    </message>
    <message>
        <source>%1 was not installed: what the server sent is no such model. Try again later, or import the file from another source.</source>
        <translation>%1 未安装：服务器发来的不是这种模型。请稍后重试，或从其他来源导入该文件。</translation>
    </message>
    <message>
        <source>%1 was not installed: what the server sent is not the published file, its checksum differs. Try again later, or import the file from another source.</source>
        <translation>%1 未安装：服务器发来的不是官方发布的文件，校验和不符。请稍后重试，或从其他来源导入该文件。</translation>
    </message>
    <message>
        <source>%1 was not started because the disk is full.</source>
        <translation>磁盘已满，%1 未开始处理。</translation>
    </message>
    <message>
        <source>%1 was saved on a big-endian machine, which is not supported. Save it again on an ordinary PC.</source>
        <translation>%1 是在大端序机器上保存的，暂不支持。请在普通电脑上重新保存。</translation>
    </message>
    <message>
        <source>%2 faces (%1) are turned to the side by more than about 30 degrees; look at them closely.</source>
        <translation>有 %2 张人脸（%1）侧转超过约 30 度，请仔细查看。</translation>
    </message>
    <message>
        <source>A RetinaFace model needs anchor sizes for three strides.</source>
        <translation>RetinaFace 模型需要三个步长的锚框尺寸。</translation>
    </message>
    <message>
        <source>A colour transform needs 1 or 3 channels, not %1.</source>
        <translation>颜色转换需要 1 个或 3 个通道，不能是 %1 个。</translation>
    </message>
    <message>
        <source>A comparison is from %1 to %2 pixels long, not %3.</source>
        <translation>对比图的长边应为 %1 到 %2 像素，不能是 %3 像素。</translation>
    </message>
    <message>
        <source>A comparison needs two photos, and one has no pixels.</source>
        <translation>制作对比图需要两张照片，其中一张没有像素。</translation>
    </message>
    <message>
        <source>A copy of %1 could not be made.</source>
        <translation>未能生成 %1 的副本。</translation>
    </message>
    <message>
        <source>A face cannot be aligned.</source>
        <translation>人脸无法对齐。</translation>
    </message>
    <message>
        <source>A face parser expects a square RGB crop.</source>
        <translation>人脸解析模型需要正方形的 RGB 裁切图。</translation>
    </message>
    <message>
        <source>A photo can have 8 or 16 bits a channel, not %1.</source>
        <translation>照片每个通道应为 8 位或 16 位，不能是 %1 位。</translation>
    </message>
    <message>
        <source>A picture without pixels cannot be written.</source>
        <translation>没有像素的图片无法写入。</translation>
    </message>
    <message>
        <source>A preset needs a name.</source>
        <translation>预设需要一个名称。</translation>
    </message>
    <message>
        <source>A print copy of %1 needs the photo at its print size.</source>
        <translation>%1 的打印副本需要先有打印尺寸的照片。</translation>
    </message>
    <message>
        <source>A scene cannot be reduced to level %1.</source>
        <translation>画面无法缩小到第 %1 级。</translation>
    </message>
    <message>
        <source>Alibaba DAMO Academy: academic and non-commercial use only</source>
        <translation>阿里巴巴达摩院：仅限学术和非商业用途</translation>
    </message>
    <message>
        <source>Another model is installed as %1. Remove it first, or rename the file that you want to import.</source>
        <translation>已有另一个模型以 %1 为名安装。请先删除它，或给要导入的文件改名。</translation>
    </message>
    <message>
        <source>Black-and-white prints that have turned yellow and dark.</source>
        <translation>适合泛黄、发暗的黑白照片。</translation>
    </message>
    <message>
        <source>CC BY-NC-SA 4.0</source>
        <translation>CC BY-NC-SA 4.0</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Cleans the background without enlarging it.</source>
        <translation>净化背景，不放大。</translation>
    </message>
    <message>
        <source>Colour prints that have lost their colour.</source>
        <translation>适合褪色的彩色照片。</translation>
    </message>
    <message>
        <source>DSLR</source>
        <translation>单反</translation>
    </message>
    <message>
        <source>Digital photos from about 2005 on.</source>
        <translation>适合约 2005 年以后的数码照片。</translation>
    </message>
    <message>
        <source>Enlarges the background to four times its size.</source>
        <translation>把背景放大到四倍。</translation>
    </message>
    <message>
        <source>Enlarges the background to twice its size.</source>
        <translation>把背景放大到两倍。</translation>
    </message>
    <message>
        <source>Enlarging %1 failed inside OpenCV.</source>
        <translation>放大 %1 时 OpenCV 出错。</translation>
    </message>
    <message>
        <source>Face %1 covers under 10 % of the photo; do not expect too much detail there.</source>
        <translation>人脸 %1 占照片面积不到 10%，细节不要期望过高。</translation>
    </message>
    <message>
        <source>Face %1 is turned to the side by more than about 30 degrees; look at it closely.</source>
        <translation>人脸 %1 侧转超过约 30 度，请仔细查看。</translation>
    </message>
    <message>
        <source>Faded colour</source>
        <translation>褪色彩照</translation>
    </message>
    <message>
        <source>Film of about 1950 to 1980.</source>
        <translation>适合约 1950 到 1980 年的胶片照片。</translation>
    </message>
    <message>
        <source>Finds faces most reliably, also small and turned ones.</source>
        <translation>找人脸最可靠，小脸和侧脸也能找到。</translation>
    </message>
    <message>
        <source>Finds faces quickly with a small download.</source>
        <translation>找人脸快，下载量小。</translation>
    </message>
    <message>
        <source>Finds faces quickly; another edition of the small detector.</source>
        <translation>找人脸快；小型检测模型的另一版本。</translation>
    </message>
    <message>
        <source>For large faces in high-resolution scans.</source>
        <translation>适合高分辨率扫描件中的大脸。</translation>
    </message>
    <message>
        <source>For very large portraits; slow without a graphics card.</source>
        <translation>适合特大的人像；没有显卡时速度慢。</translation>
    </message>
    <message>
        <source>GPEN expects a crop of %1 x %1 pixels, not %2 x %3.</source>
        <translation>GPEN 需要 %1 × %1 像素的裁切图，不能是 %2 × %3 像素。</translation>
    </message>
    <message>
        <source>GPEN face restorer for crops of %1 x %1 pixels</source>
        <translation>GPEN 人脸修复模型，裁切图 %1 × %1 像素</translation>
    </message>
    <message>
        <source>High quality</source>
        <translation>高画质</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; cannot be set for a face that was found: switch that face off and add one with &quot;box&quot;.</source>
        <translation>在 %1 中，不能给自动找到的人脸设置“%2”：请关闭这张人脸，再用“box”添加一张。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; is missing.</source>
        <translation>在 %1 中，缺少“%2”。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; is missing: give the number of a face, or a &quot;box&quot; to add one.</source>
        <translation>在 %1 中，缺少“%2”：请写出人脸的编号，或用“box”添加一张人脸。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; is not known. Allowed are: %3.</source>
        <translation>在 %1 中，“%2”无法识别。可用的有：%3。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; is not known. Did you mean &quot;%3&quot;? Allowed are: %4.</source>
        <translation>在 %1 中，“%2”无法识别。是不是想写“%3”？可用的有：%4。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; must be %3, not %4.</source>
        <translation>在 %1 中，“%2”必须是 %3，不能是 %4。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; must be [left, top, right, bottom] with right beyond left and bottom beyond top.</source>
        <translation>在 %1 中，“%2”必须写成 [左, 上, 右, 下]，右大于左，下大于上。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; must be a list of %3 numbers within %4.</source>
        <translation>在 %1 中，“%2”必须是 %3 个数的列表，各数不超出 %4。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; must be a list, [ ... ], not %3.</source>
        <translation>在 %1 中，“%2”必须是列表 [ ... ]，不能是 %3。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; must be a number from %3 to %4, not %5.</source>
        <translation>在 %1 中，“%2”必须是 %3 到 %4 之间的数，不能是 %5。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; must be a whole number from %3 to %4, not %5.</source>
        <translation>在 %1 中，“%2”必须是 %3 到 %4 之间的整数，不能是 %5。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; must be an object, { ... }, not %3.</source>
        <translation>在 %1 中，“%2”必须是对象 { ... }，不能是 %3。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; must be five points [x, y]: left eye, right eye, nose, left and right mouth corner.</source>
        <translation>在 %1 中，“%2”必须是五个点 [x, y]：左眼、右眼、鼻尖、左嘴角、右嘴角。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; must be one of %3, not %4.</source>
        <translation>在 %1 中，“%2”必须是 %3 之一，不能是 %4。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; must be text in quotation marks, not %3.</source>
        <translation>在 %1 中，“%2”必须是加引号的文字，不能是 %3。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; must be true or false without quotation marks, not %3.</source>
        <translation>在 %1 中，“%2”必须是不加引号的 true 或 false，不能是 %3。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; needs &quot;input&quot;, a photo&apos;s path, and &quot;faces&quot;, a list.</source>
        <translation>在 %1 中，“%2”需要有“input”（照片路径）和“faces”（列表）。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; stands twice in the same place. Remove one of them.</source>
        <translation>在 %1 中，“%2”在同一处出现了两次。请删去一个。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; stands twice: %3.</source>
        <translation>在 %1 中，“%2”出现了两次：%3。</translation>
    </message>
    <message>
        <source>In %1, the photo %2 stands twice.</source>
        <translation>在 %1 中，照片 %2 出现了两次。</translation>
    </message>
    <message>
        <source>Low quality</source>
        <translation>低画质</translation>
    </message>
    <message>
        <source>MIT</source>
        <translation>MIT</translation>
    </message>
    <message>
        <source>MIT (facexlib); trained on CelebAMask-HQ, which is for non-commercial research</source>
        <translation>MIT（facexlib）；用 CelebAMask-HQ 训练，该数据集限非商业研究使用</translation>
    </message>
    <message>
        <source>Medium quality</source>
        <translation>中等画质</translation>
    </message>
    <message>
        <source>Memory ran out while %1 was downloaded. Close other programs and try again.</source>
        <translation>下载 %1 时内存不足。请关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>Memory ran out while %1 was processed. Close other programs or use a smaller picture.</source>
        <translation>处理 %1 时内存不足。请关闭其他程序，或换用较小的图片。</translation>
    </message>
    <message>
        <source>Memory ran out while %1 was read. Close other programs and try again.</source>
        <translation>读取 %1 时内存不足。请关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>Much of %2 faces (%1) is covered; check that nothing was made up there.</source>
        <translation>有 %2 张人脸（%1）大部分被遮挡，请检查那里是否出现了凭空补出的内容。</translation>
    </message>
    <message>
        <source>Much of face %1 is covered; check that nothing was made up there.</source>
        <translation>人脸 %1 大部分被遮挡，请检查那里是否出现了凭空补出的内容。</translation>
    </message>
    <message>
        <source>No address is known for %1. Import the file instead.</source>
        <translation>没有 %1 的下载地址。请改为导入文件。</translation>
    </message>
    <message>
        <source>No connection to %1. Check the network and the proxy settings and try again.</source>
        <translation>无法连接 %1。请检查网络和代理设置，然后重试。</translation>
    </message>
    <message>
        <source>No face of %1 was restored: %2</source>
        <translation>%1 中没有一张人脸修复成功：%2</translation>
    </message>
    <message>
        <source>No face restorer is installed. Download or import one in the model manager.</source>
        <translation>没有安装人脸修复模型。请在“模型管理”中下载或导入。</translation>
    </message>
    <message>
        <source>No face was found in %1 where the choices have face %2, so that choice was left out.</source>
        <translation>%1 中没有找到人脸，针对人脸 %2 的设置已忽略。</translation>
    </message>
    <message>
        <source>No installed font can show &quot;%1&quot;; these characters were left out of the text. Install a font for their script, for example Noto Sans CJK for Chinese.</source>
        <translation>已安装的字体都无法显示“%1”，这些字符未写入文字。请安装支持它们的字体，例如显示中文可用 Noto Sans CJK。</translation>
    </message>
    <message>
        <source>Nothing arrives from %1 any more. Check the network and try again; what has arrived is kept.</source>
        <translation>%1 不再有数据传来。请检查网络后重试；已收到的部分会保留。</translation>
    </message>
    <message>
        <source>Old or blurred</source>
        <translation>老旧或模糊</translation>
    </message>
    <message>
        <source>Old photos, and faces out of focus.</source>
        <translation>适合老照片和对焦不实的人脸。</translation>
    </message>
    <message>
        <source>OpenCV&apos;s face cascade failed.</source>
        <translation>OpenCV 人脸级联检测出错。</translation>
    </message>
    <message>
        <source>OpenCV&apos;s face cascades in %1 cannot be read.</source>
        <translation>无法读取 %1 中的 OpenCV 人脸级联文件。</translation>
    </message>
    <message>
        <source>PNG cannot hold the photo&apos;s colour profile for this kind of picture; it was left out.</source>
        <translation>PNG 不能为这种图片保存照片的色彩配置文件，未写入。</translation>
    </message>
    <message>
        <source>ParseNet expects an RGB crop with sides divisible by %1.</source>
        <translation>ParseNet 需要边长能被 %1 整除的 RGB 裁切图。</translation>
    </message>
    <message>
        <source>ParseNet face parser with %1 classes</source>
        <translation>ParseNet 人脸解析模型，%1 类</translation>
    </message>
    <message>
        <source>Parts of %2 faces (%1) are pure black or pure white; what is lost there cannot be brought back.</source>
        <translation>有 %2 张人脸（%1）局部为纯黑或纯白，那里丢失的细节无法找回。</translation>
    </message>
    <message>
        <source>Parts of face %1 are pure black or pure white; what is lost there cannot be brought back.</source>
        <translation>人脸 %1 局部为纯黑或纯白，那里丢失的细节无法找回。</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Photos from a camera with exchangeable lenses.</source>
        <translation>适合单反等可换镜头相机拍的照片。</translation>
    </message>
    <message>
        <source>Photos from a phone.</source>
        <translation>适合手机拍的照片。</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Portraits taken in a studio.</source>
        <translation>适合影楼拍摄的人像。</translation>
    </message>
    <message>
        <source>Prints with scratches, specks or mould.</source>
        <translation>适合有划痕、斑点或霉斑的照片。</translation>
    </message>
    <message>
        <source>Quality must be from 1 to 100, not %1.</source>
        <translation>质量必须在 1 到 100 之间，不能是 %1。</translation>
    </message>
    <message>
        <source>RealESRNet background restorer, %1 times the size</source>
        <translation>RealESRNet 背景修复模型，%1 倍</translation>
    </message>
    <message>
        <source>RealESRNet expects an RGB picture of at least %1 x %1 pixels.</source>
        <translation>RealESRNet 需要至少 %1 × %1 像素的 RGB 图片。</translation>
    </message>
    <message>
        <source>Recognised as %1 by its name and layers: %2. Its checksum is not published; it is remembered, so that a change will be noticed.</source>
        <translation>根据文件名和网络层识别为 %1：%2。它没有公布的校验和；已记下当前的校验和，以后如有变化可以发现。</translation>
    </message>
    <message>
        <source>Recognised as %1: it is the published file.</source>
        <translation>识别为 %1：与官方发布的文件一致。</translation>
    </message>
    <message>
        <source>Recognised by its layers: %1.</source>
        <translation>根据网络层识别：%1。</translation>
    </message>
    <message>
        <source>Recognised by its layers: %1. The file does not tell whether it restores, colours or fills in faces; choose %2 by hand if it restores them.</source>
        <translation>根据网络层识别：%1。从文件看不出它是用来修复、上色还是补全人脸的；如果是修复用的，请手动选择 %2。</translation>
    </message>
    <message>
        <source>Restoring %1 failed inside OpenCV.</source>
        <translation>修复 %1 时 OpenCV 出错。</translation>
    </message>
    <message>
        <source>RetinaFace expects an RGB picture.</source>
        <translation>RetinaFace 需要 RGB 图片。</translation>
    </message>
    <message>
        <source>RetinaFace face detector with MobileNet-0.25</source>
        <translation>RetinaFace 人脸检测模型（MobileNet-0.25）</translation>
    </message>
    <message>
        <source>RetinaFace face detector with ResNet-50</source>
        <translation>RetinaFace 人脸检测模型（ResNet-50）</translation>
    </message>
    <message>
        <source>Scans and prints of about 1990 to 2005.</source>
        <translation>适合约 1990 到 2005 年的扫描件和照片。</translation>
    </message>
    <message>
        <source>Scratches and mould</source>
        <translation>划痕与霉斑</translation>
    </message>
    <message>
        <source>Scratches and specks cover about %1 % of the picture.</source>
        <translation>划痕和斑点约占画面的 %1%。</translation>
    </message>
    <message>
        <source>Small and quick; for little faces and slow machines.</source>
        <translation>小而快，适合小脸和较慢的电脑。</translation>
    </message>
    <message>
        <source>Small face detector trained by this project; it comes with Heirloom so that the first photo needs no download.</source>
        <translation>本项目训练的小型人脸检测模型，随拾光提供，第一张照片无需下载即可处理。</translation>
    </message>
    <message>
        <source>Small restorer trained by this project; it comes with Heirloom so that the first photo needs no download.</source>
        <translation>本项目训练的小型修复模型，随拾光提供，第一张照片无需下载即可处理。</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>影楼</translation>
    </message>
    <message>
        <source>Tells hair, glasses and skin apart, so that the restored face ends where the face ends.</source>
        <translation>区分头发、眼镜和皮肤，让修复范围恰好止于脸的边缘。</translation>
    </message>
    <message>
        <source>The background model gives no usable numbers; its file may be damaged. Choose another one, or none.</source>
        <translation>背景模型没有给出可用的数值，文件可能已损坏。请换一个模型，或选择不用。</translation>
    </message>
    <message>
        <source>The background network expects a picture of three float channels.</source>
        <translation>背景网络需要三个浮点通道的图片。</translation>
    </message>
    <message>
        <source>The background network gave another size.</source>
        <translation>背景网络输出的尺寸不符。</translation>
    </message>
    <message>
        <source>The box of added face %2 in %1 covers face %3, which was found by itself; switch that face off to use the box instead.</source>
        <translation>%1 中添加的人脸 %2 的框盖住了自动找到的人脸 %3；如要用这个框，请先关闭那张人脸。</translation>
    </message>
    <message>
        <source>The box of added face %2 in %1 is too small for a face: draw it at least %3 pixels wide and high.</source>
        <translation>%1 中添加的人脸 %2 的框太小：请画成宽和高至少 %3 像素。</translation>
    </message>
    <message>
        <source>The box of added face %2 lies outside %1 (%3 x %4 pixels), so it was left out.</source>
        <translation>添加的人脸 %2 的框在 %1（%3 × %4 像素）之外，已忽略。</translation>
    </message>
    <message>
        <source>The checksum of %1 could not be computed.</source>
        <translation>无法计算 %1 的校验和。</translation>
    </message>
    <message>
        <source>The colour profile of %1 cannot be used; its colours are taken for sRGB.</source>
        <translation>%1 的色彩配置文件无法使用，其颜色按 sRGB 处理。</translation>
    </message>
    <message>
        <source>The colour profile of %1 is broken; its colours are taken as sRGB.</source>
        <translation>%1 的色彩配置文件已损坏，其颜色按 sRGB 处理。</translation>
    </message>
    <message>
        <source>The colour profile of %1 is for another kind of picture; its colours are taken as sRGB.</source>
        <translation>%1 的色彩配置文件适用于另一类图片，其颜色按 sRGB 处理。</translation>
    </message>
    <message>
        <source>The colours have faded: only %1 % of the range from black to white is left, with a colour cast.</source>
        <translation>颜色已褪：从黑到白只剩 %1% 的范围，并且偏色。</translation>
    </message>
    <message>
        <source>The comparison picture of %1 was not made: %2</source>
        <translation>未能生成 %1 的对比图：%2</translation>
    </message>
    <message>
        <source>The connection to %1 broke off. Check the network and try again; what has arrived is kept.</source>
        <translation>与 %1 的连接中断。请检查网络后重试；已收到的部分会保留。</translation>
    </message>
    <message>
        <source>The defaults: nothing but the faces is changed.</source>
        <translation>默认设置：除人脸外不作任何改动。</translation>
    </message>
    <message>
        <source>The disk is full, so %1 is not complete. What has arrived is kept: free some space and try again.</source>
        <translation>磁盘已满，%1 没有下载完整。已收到的部分会保留：请腾出一些空间，然后重试。</translation>
    </message>
    <message>
        <source>The disk is full; %1 was not written. Free some space and try again.</source>
        <translation>磁盘已满，%1 未写入。请腾出一些空间，然后重试。</translation>
    </message>
    <message>
        <source>The eyes, nose or mouth of %2 faces (%1) moved noticeably; compare them with the original: they may look like other people.</source>
        <translation>有 %2 张人脸（%1）的眼、鼻或嘴明显移位，请与原图对比：看起来可能像别人。</translation>
    </message>
    <message>
        <source>The eyes, nose or mouth of face %1 moved noticeably; compare it with the original: it may look like another person.</source>
        <translation>人脸 %1 的眼、鼻或嘴明显移位，请与原图对比：看起来可能像别人。</translation>
    </message>
    <message>
        <source>The face covers under 10 % of the photo; do not expect too much detail.</source>
        <translation>这张人脸占照片面积不到 10%，细节不要期望过高。</translation>
    </message>
    <message>
        <source>The face is smaller than the chosen share of the photo.</source>
        <translation>这张人脸小于设定的面积占比。</translation>
    </message>
    <message>
        <source>The face parser as the authors of GPEN publish it.</source>
        <translation>GPEN 作者发布的人脸解析模型。</translation>
    </message>
    <message>
        <source>The face parser cannot be used, so faces are blended with a soft oval: %1</source>
        <translation>人脸解析模型无法使用，改用柔边椭圆融合人脸：%1</translation>
    </message>
    <message>
        <source>The face takes %1 pixels of the photo, at most %2, so size %3 suits it: %4.</source>
        <translation>这张人脸在照片中占 %1 像素，不超过 %2，适合用尺寸 %3：%4。</translation>
    </message>
    <message>
        <source>The face takes %1 pixels of the photo, at most %2, so size %3 suits it; %4 (size %5) is the nearest that is installed.</source>
        <translation>这张人脸在照片中占 %1 像素，不超过 %2，适合用尺寸 %3；已安装的模型中最接近的是 %4（尺寸 %5）。</translation>
    </message>
    <message>
        <source>The face takes %1 pixels of the photo, at most %2, so size %3 suits it; only %4 (size %5) is installed, whose purpose is not known.</source>
        <translation>这张人脸在照片中占 %1 像素，不超过 %2，适合用尺寸 %3；但只安装了用途不明的 %4（尺寸 %5）。</translation>
    </message>
    <message>
        <source>The face takes %1 pixels of the photo, at most %2, so size %3 suits it; only the bundled %4 (size %5) is installed.</source>
        <translation>这张人脸在照片中占 %1 像素，不超过 %2，适合用尺寸 %3；但只安装了自带的 %4（尺寸 %5）。</translation>
    </message>
    <message>
        <source>The face takes %1 pixels of the photo, more than %2, so size %3 suits it: %4.</source>
        <translation>这张人脸在照片中占 %1 像素，超过 %2，适合用尺寸 %3：%4。</translation>
    </message>
    <message>
        <source>The face takes %1 pixels of the photo, more than %2, so size %3 suits it; %4 (size %5) is the nearest that is installed.</source>
        <translation>这张人脸在照片中占 %1 像素，超过 %2，适合用尺寸 %3；已安装的模型中最接近的是 %4（尺寸 %5）。</translation>
    </message>
    <message>
        <source>The face takes %1 pixels of the photo, more than %2, so size %3 suits it; only %4 (size %5) is installed, whose purpose is not known.</source>
        <translation>这张人脸在照片中占 %1 像素，超过 %2，适合用尺寸 %3；但只安装了用途不明的 %4（尺寸 %5）。</translation>
    </message>
    <message>
        <source>The face takes %1 pixels of the photo, more than %2, so size %3 suits it; only the bundled %4 (size %5) is installed.</source>
        <translation>这张人脸在照片中占 %1 像素，超过 %2，适合用尺寸 %3；但只安装了自带的 %4（尺寸 %5）。</translation>
    </message>
    <message>
        <source>The face was switched off.</source>
        <translation>这张人脸已关闭。</translation>
    </message>
    <message>
        <source>The faces are a little soft or noisy (sharpness %1 of 100, noise %2 of 255), as in scans from 1990 to 2005.</source>
        <translation>人脸略有模糊或噪点（清晰度 %1/100，噪点 %2/255），类似 1990 到 2005 年的扫描件。</translation>
    </message>
    <message>
        <source>The faces are sharp (%1 of 100) and there is little noise (%2 of 255), as in digital photos.</source>
        <translation>人脸清晰（%1/100），噪点少（%2/255），类似数码照片。</translation>
    </message>
    <message>
        <source>The faces are soft (sharpness %1 of 100) and the grain is strong (%2 of 255), as in prints from 1950 to 1980.</source>
        <translation>人脸模糊（清晰度 %1/100），颗粒明显（%2/255），类似 1950 到 1980 年的照片。</translation>
    </message>
    <message>
        <source>The faces show little detail (sharpness %1 of 100), as in prints from 1950 to 1980.</source>
        <translation>人脸细节少（清晰度 %1/100），类似 1950 到 1980 年的照片。</translation>
    </message>
    <message>
        <source>The file is larger than 50 MB (%1 MB); the work can take long.</source>
        <translation>文件大于 50 MB（%1 MB），处理可能较慢。</translation>
    </message>
    <message>
        <source>The file is no longer at %1 (status %2). Look for a newer version of Heirloom, or import the file from another source.</source>
        <translation>%1 已不再提供该文件（状态码 %2）。请看看拾光有没有新版本，或从其他来源导入该文件。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be read: %2.</source>
        <translation>无法读取文件夹 %1：%2。</translation>
    </message>
    <message>
        <source>The folder %1 holds no pictures (subfolders are searched with --recursive).</source>
        <translation>文件夹 %1 中没有图片（如需查找子文件夹，请用 --recursive）。</translation>
    </message>
    <message>
        <source>The folder %1 holds no pictures.</source>
        <translation>文件夹 %1 中没有图片。</translation>
    </message>
    <message>
        <source>The folder for %1 does not exist. Create it or choose another folder.</source>
        <translation>%1 所在的文件夹不存在。请创建该文件夹，或换一个文件夹。</translation>
    </message>
    <message>
        <source>The folder of %1 may not be written to. Choose another folder or change its permissions.</source>
        <translation>无权写入 %1 所在的文件夹。请换一个文件夹，或修改其权限。</translation>
    </message>
    <message>
        <source>The grain is strong (%1 of 255), as in prints from 1950 to 1980.</source>
        <translation>颗粒明显（%1/255），类似 1950 到 1980 年的照片。</translation>
    </message>
    <message>
        <source>The landmarks of a face coincide, so it cannot be aligned.</source>
        <translation>人脸的关键点重合，无法对齐。</translation>
    </message>
    <message>
        <source>The landmarks of added face %2 in %1 are in the wrong order: left eye, right eye, nose, left and right mouth corner are needed. It was left out.</source>
        <translation>%1 中添加的人脸 %2 的关键点顺序不对，应为左眼、右眼、鼻尖、左嘴角、右嘴角。这张人脸已忽略。</translation>
    </message>
    <message>
        <source>The landmarks of added face %2 in %1 lie outside its box, so it was left out.</source>
        <translation>%1 中添加的人脸 %2 的关键点在框外，这张人脸已忽略。</translation>
    </message>
    <message>
        <source>The log %1 cannot be written: %2.</source>
        <translation>无法写入日志 %1：%2。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough for %1.</source>
        <translation>这台电脑的内存不足以处理 %1。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough for a caption under %1.</source>
        <translation>这台电脑的内存不足以在 %1 下方加说明文字。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough for a comparison of %1.</source>
        <translation>这台电脑的内存不足以制作 %1 的对比图。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough for a copy of %1.</source>
        <translation>这台电脑的内存不足以生成 %1 的副本。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough for an output of %1 x %2 pixels. Choose a smaller scale or long side.</source>
        <translation>这台电脑的内存不足以输出 %1 × %2 像素。请选择较小的倍数或长边。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough for the background network, not even in small tiles. Close other programs, or enlarge without a background model.</source>
        <translation>这台电脑的内存不足以运行背景网络，切成小块也不行。请关闭其他程序，或不用背景模型放大。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough for the copies of %1.</source>
        <translation>这台电脑的内存不足以生成 %1 的各个副本。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough for this photo.</source>
        <translation>这台电脑的内存不足以处理这张照片。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough to read %1.</source>
        <translation>这台电脑的内存不足以读取 %1。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough to run %1.</source>
        <translation>这台电脑的内存不足以运行 %1。</translation>
    </message>
    <message>
        <source>The metadata of this TIFF could not be read; the result will have none.</source>
        <translation>这个 TIFF 的元数据无法读取，结果中将没有元数据。</translation>
    </message>
    <message>
        <source>The model %1 gives no usable numbers; its file may be damaged.</source>
        <translation>模型 %1 没有给出可用的数值，文件可能已损坏。</translation>
    </message>
    <message>
        <source>The model %1 is not installed, so there is nothing to verify.</source>
        <translation>模型 %1 没有安装，无从校验。</translation>
    </message>
    <message>
        <source>The model %1 is not installed. Download or import it in the model manager.</source>
        <translation>模型 %1 没有安装。请在“模型管理”中下载或导入。</translation>
    </message>
    <message>
        <source>The model catalogue %1 cannot be used: %2. Correct it or install Heirloom again.</source>
        <translation>模型目录 %1 无法使用：%2。请改正它，或重新安装拾光。</translation>
    </message>
    <message>
        <source>The model file %1 could not be read. Check its permissions and the disk, and try again.</source>
        <translation>无法读取模型文件 %1。请检查文件权限和磁盘，然后重试。</translation>
    </message>
    <message>
        <source>The model file %1 is damaged: %2. Download or copy it again.</source>
        <translation>模型文件 %1 已损坏：%2。请重新下载或复制。</translation>
    </message>
    <message>
        <source>The models folder %1 cannot be created. Check its permissions.</source>
        <translation>无法创建模型文件夹 %1。请检查权限。</translation>
    </message>
    <message>
        <source>The name is not valid UTF-8 text.</source>
        <translation>名称不是有效的 UTF-8 文本。</translation>
    </message>
    <message>
        <source>The name of a preset has at most %1 characters.</source>
        <translation>预设名称最多 %1 个字符。</translation>
    </message>
    <message>
        <source>The name of a preset is one line that neither begins nor ends with a space.</source>
        <translation>预设名称只能有一行，开头和结尾不能有空格。</translation>
    </message>
    <message>
        <source>The name of the preset in %1 cannot be used: %2</source>
        <translation>%1 中的预设名称无法使用：%2</translation>
    </message>
    <message>
        <source>The name pattern &quot;%1&quot; cannot be used; it is a file name that may hold {name}, {date} and {ext}.</source>
        <translation>命名规则“%1”无法使用；它应是一个文件名，可以包含 {name}、{date} 和 {ext}。</translation>
    </message>
    <message>
        <source>The name pattern &quot;%1&quot; needs {name}, so that photos do not share one name.</source>
        <translation>命名规则“%1”需要包含 {name}，以免照片重名。</translation>
    </message>
    <message>
        <source>The network library %1 cannot be loaded; install Heirloom again.</source>
        <translation>无法加载网络库 %1，请重新安装拾光。</translation>
    </message>
    <message>
        <source>The output needs a scale above 0, not %1.</source>
        <translation>输出倍数必须大于 0，不能是 %1。</translation>
    </message>
    <message>
        <source>The output would be %1 pixels long, but at most %2 are possible. Choose a smaller scale or long side.</source>
        <translation>输出的长边将达 %1 像素，而上限为 %2 像素。请选择较小的倍数或长边。</translation>
    </message>
    <message>
        <source>The output would have %1 x %2 pixels, but at most %3 megapixels are possible. Choose a smaller scale or long side.</source>
        <translation>输出将达 %1 × %2 像素，而上限为 %3 百万像素。请选择较小的倍数或长边。</translation>
    </message>
    <message>
        <source>The photo has 16 bits a channel, but %1 holds only 8; it was rounded.</source>
        <translation>照片每个通道为 16 位，而 %1 只能保存 8 位，已作舍入。</translation>
    </message>
    <message>
        <source>The photo has only %1 x %2 pixels; scan it again at a higher resolution if you can.</source>
        <translation>照片只有 %1 × %2 像素；如有可能，请用更高的分辨率重新扫描。</translation>
    </message>
    <message>
        <source>The photo&apos;s Exif data could not be carried over.</source>
        <translation>照片的 Exif 数据未能保留。</translation>
    </message>
    <message>
        <source>The photo&apos;s Exif data is broken; the result will have none.</source>
        <translation>照片的 Exif 数据已损坏，结果中将没有 Exif 数据。</translation>
    </message>
    <message>
        <source>The photo&apos;s IPTC data is broken; the result will have none.</source>
        <translation>照片的 IPTC 数据已损坏，结果中将没有 IPTC 数据。</translation>
    </message>
    <message>
        <source>The photo&apos;s XMP data could not be carried over.</source>
        <translation>照片的 XMP 数据未能保留。</translation>
    </message>
    <message>
        <source>The photo&apos;s XMP data is broken; the result will have none.</source>
        <translation>照片的 XMP 数据已损坏，结果中将没有 XMP 数据。</translation>
    </message>
    <message>
        <source>The photo&apos;s colour profile cannot be used for its kind of picture. Convert the photo to sRGB with another program first.</source>
        <translation>照片的色彩配置文件与图片类型不符，无法使用。请先用其他程序把照片转换为 sRGB。</translation>
    </message>
    <message>
        <source>The photo&apos;s longest side of %1 pixels is at most %2, so size %3 suits it: %4.</source>
        <translation>照片的长边为 %1 像素，不超过 %2，适合用尺寸 %3：%4。</translation>
    </message>
    <message>
        <source>The photo&apos;s longest side of %1 pixels is at most %2, so size %3 suits it; %4 (size %5) is the nearest that is installed.</source>
        <translation>照片的长边为 %1 像素，不超过 %2，适合用尺寸 %3；已安装的模型中最接近的是 %4（尺寸 %5）。</translation>
    </message>
    <message>
        <source>The photo&apos;s longest side of %1 pixels is at most %2, so size %3 suits it; only %4 (size %5) is installed, whose purpose is not known.</source>
        <translation>照片的长边为 %1 像素，不超过 %2，适合用尺寸 %3；但只安装了用途不明的 %4（尺寸 %5）。</translation>
    </message>
    <message>
        <source>The photo&apos;s longest side of %1 pixels is at most %2, so size %3 suits it; only the bundled %4 (size %5) is installed.</source>
        <translation>照片的长边为 %1 像素，不超过 %2，适合用尺寸 %3；但只安装了自带的 %4（尺寸 %5）。</translation>
    </message>
    <message>
        <source>The photo&apos;s metadata could not be stored in the TIFF file.</source>
        <translation>照片的元数据未能写入 TIFF 文件。</translation>
    </message>
    <message>
        <source>The photo&apos;s metadata could not be stored in the WebP file.</source>
        <translation>照片的元数据未能写入 WebP 文件。</translation>
    </message>
    <message>
        <source>The photo&apos;s metadata is broken in a way that damages the new file; it was left out.</source>
        <translation>照片的元数据有错，会损坏新文件，因此未写入。</translation>
    </message>
    <message>
        <source>The photo&apos;s pixels do not match its layout of %1 channels.</source>
        <translation>照片的像素与 %1 个通道的布局不符。</translation>
    </message>
    <message>
        <source>The picture cannot be rendered.</source>
        <translation>画面无法生成。</translation>
    </message>
    <message>
        <source>The picture could not be written as %1. Choose another format.</source>
        <translation>图片无法写成 %1。请换一种格式。</translation>
    </message>
    <message>
        <source>The picture is a little soft or noisy (sharpness %1 of 100, noise %2 of 255), as in scans from 1990 to 2005.</source>
        <translation>画面略有模糊或噪点（清晰度 %1/100，噪点 %2/255），类似 1990 到 2005 年的扫描件。</translation>
    </message>
    <message>
        <source>The picture is black and white and has turned yellow or brown (by %1 of 255).</source>
        <translation>这是黑白照片，已经泛黄或发褐（程度 %1/255）。</translation>
    </message>
    <message>
        <source>The picture is sharp (%1 of 100) and there is little noise (%2 of 255), as in digital photos.</source>
        <translation>画面清晰（%1/100），噪点少（%2/255），类似数码照片。</translation>
    </message>
    <message>
        <source>The picture is soft (sharpness %1 of 100) and the grain is strong (%2 of 255), as in prints from 1950 to 1980.</source>
        <translation>画面模糊（清晰度 %1/100），颗粒明显（%2/255），类似 1950 到 1980 年的照片。</translation>
    </message>
    <message>
        <source>The picture is too large for BMP. Choose PNG or TIFF.</source>
        <translation>图片太大，不能存为 BMP。请选择 PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>The picture shows little detail (sharpness %1 of 100), as in prints from 1950 to 1980.</source>
        <translation>画面细节少（清晰度 %1/100），类似 1950 到 1980 年的照片。</translation>
    </message>
    <message>
        <source>The preset &quot;%1&quot; is built in and cannot be changed or removed.</source>
        <translation>预设“%1”是内置的，不能更改或删除。</translation>
    </message>
    <message>
        <source>The preset in %1 is called &quot;%2&quot; like a built-in one. Give it another name.</source>
        <translation>%1 中的预设名为“%2”，与内置预设重名。请给它改名。</translation>
    </message>
    <message>
        <source>The presets folder %1 cannot be created. Check its permissions.</source>
        <translation>无法创建预设文件夹 %1。请检查权限。</translation>
    </message>
    <message>
        <source>The presets folder %1 cannot be read: %2.</source>
        <translation>无法读取预设文件夹 %1：%2。</translation>
    </message>
    <message>
        <source>The rectangle is not within the photo.</source>
        <translation>选定的矩形不在照片范围内。</translation>
    </message>
    <message>
        <source>The server cannot send %1 at the moment (status %2). Try again later.</source>
        <translation>服务器暂时无法提供 %1（状态码 %2）。请稍后重试。</translation>
    </message>
    <message>
        <source>The server did not send the part of %1 that was missing. Try again later.</source>
        <translation>服务器没有发来 %1 缺少的部分。请稍后重试。</translation>
    </message>
    <message>
        <source>The server of %1 cannot prove who it is, so nothing was downloaded. Check the date of this machine and the proxy settings.</source>
        <translation>%1 的服务器无法证明身份，因此没有下载任何内容。请检查这台电脑的日期和代理设置。</translation>
    </message>
    <message>
        <source>The server refused to send %1 (status %2). Import the file from another source.</source>
        <translation>服务器拒绝提供 %1（状态码 %2）。请从其他来源导入该文件。</translation>
    </message>
    <message>
        <source>The strength is above 90: skin can look too smooth. 70 looks natural on most photos.</source>
        <translation>增强强度超过 90，皮肤可能显得过于光滑。多数照片用 70 看起来自然。</translation>
    </message>
    <message>
        <source>The strength of added face %2 of %1 must be between 0 and 100; the face was left out.</source>
        <translation>%1 中添加的人脸 %2 的强度必须在 0 到 100 之间，这张人脸已忽略。</translation>
    </message>
    <message>
        <source>The strength of face %2 of %1 must be between 0 and 100; the choice was left out.</source>
        <translation>%1 中人脸 %2 的强度必须在 0 到 100 之间，该设置已忽略。</translation>
    </message>
    <message>
        <source>The text &quot;%1&quot; is wider than the picture; it was cut.</source>
        <translation>文字“%1”比图片宽，已截断。</translation>
    </message>
    <message>
        <source>The usual choice: restores most faces well.</source>
        <translation>通常选它：多数人脸都修复得很好。</translation>
    </message>
    <message>
        <source>The weight %2 in %1 cannot be used: %3. Download or copy the file again.</source>
        <translation>%1 中的权重 %2 无法使用：%3。请重新下载或复制该文件。</translation>
    </message>
    <message>
        <source>There are several presets &quot;%1&quot;, in the files %2 and %3. Rename one of them.</source>
        <translation>有多个名为“%1”的预设，在文件 %2 和 %3 中。请给其中一个改名。</translation>
    </message>
    <message>
        <source>There is already a preset called &quot;%1&quot;. Choose another name.</source>
        <translation>已有名为“%1”的预设。请换一个名称。</translation>
    </message>
    <message>
        <source>There is more than one choice for face %2 of %1; only the first counts.</source>
        <translation>%1 的人脸 %2 有多个设置，只采用第一个。</translation>
    </message>
    <message>
        <source>There is no file %1. Check the name.</source>
        <translation>没有文件 %1。请检查文件名。</translation>
    </message>
    <message>
        <source>There is no model %1 to download. These can be had: %2.</source>
        <translation>没有可下载的模型 %1。可下载的有：%2。</translation>
    </message>
    <message>
        <source>There is no model %1 to remove. These are installed: %2.</source>
        <translation>没有可删除的模型 %1。已安装的有：%2。</translation>
    </message>
    <message>
        <source>There is no model %1 to remove; none is installed beside those that come with Heirloom.</source>
        <translation>没有可删除的模型 %1；除拾光自带的以外，没有安装其他模型。</translation>
    </message>
    <message>
        <source>There is no model and no file named %1. The list of models shows what is installed.</source>
        <translation>没有名为 %1 的模型或文件。已安装的模型见模型列表。</translation>
    </message>
    <message>
        <source>There is no preset &quot;%1&quot;. Did you mean &quot;%2&quot;? There are: %3.</source>
        <translation>没有预设“%1”。是不是想用“%2”？现有：%3。</translation>
    </message>
    <message>
        <source>There is no preset &quot;%1&quot;. There are: %2.</source>
        <translation>没有预设“%1”。现有：%2。</translation>
    </message>
    <message>
        <source>There is no space left to write %1. Free some space or choose another folder, then try again.</source>
        <translation>没有空间写入 %1。请腾出一些空间或换一个文件夹，然后重试。</translation>
    </message>
    <message>
        <source>There is not enough memory for %1. Close other programs and try again.</source>
        <translation>内存不足，无法处理 %1。请关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>Yellowed black-and-white</source>
        <translation>泛黄黑白照</translation>
    </message>
    <message>
        <source>&quot;%1&quot; in %2 could be %3 or %4. Write the path into the file.</source>
        <translation>%2 中的“%1”可能是 %3，也可能是 %4。请在该文件中写出完整路径。</translation>
    </message>
    <message>
        <source>long-side must be between %1 and %2, not %3.</source>
        <translation>长边（long-side）必须在 %1 到 %2 之间，不能是 %3。</translation>
    </message>
    <message>
        <source>scale must be 1, 1.5, 2 or 4, not %1.</source>
        <translation>放大倍数（scale）必须是 1、1.5、2 或 4，不能是 %1。</translation>
    </message>
    <message>
        <source>%1 has %2 x %3 pixels, more than the limit of %4 megapixels. Raise the limit (--max-megapixels on the command line) or scale the photo down first.</source>
        <translation>%1 为 %2 × %3 像素，超过了 %4 百万像素的上限。请提高上限（命令行选项 --max-megapixels），或先把照片缩小。</translation>
    </message>
    <message>
        <source>%1 is not a regular file, so no picture is written there. Choose another name.</source>
        <translation>%1 不是普通文件，不能把图片写到那里。请换一个文件名。</translation>
    </message>
    <message>
        <source>No CUDA device can be used on this machine; choose the CPU.</source>
        <translation>这台电脑没有可用的 CUDA 设备，请选择 CPU。</translation>
    </message>
    <message>
        <source>No face detector is installed. Install Debian&apos;s package opencv-data or choose a RetinaFace model.</source>
        <translation>没有安装人脸检测模型。请安装 Debian 的 opencv-data 软件包，或选择一个 RetinaFace 模型。</translation>
    </message>
    <message>
        <source>Nothing can be written to %1 (%2 is not a folder that this user may write to). Choose another one.</source>
        <translation>无法写入 %1（当前用户不能写入文件夹 %2）。请换一个位置。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made: %2. Choose another one.</source>
        <translation>无法创建文件夹 %1：%2。请换一个位置。</translation>
    </message>
    <message>
        <source>%1 more entries of the photo&apos;s metadata could not be kept.</source>
        <translation>照片的元数据另有 %1 项未能保留。</translation>
    </message>
    <message>
        <source>BMP holds no metadata, so only the .xmp file beside it tells that it was restored. Choose PNG or TIFF to have that recorded in the picture itself.</source>
        <translation>BMP 不能保存元数据，只有旁边的 .xmp 文件能说明照片经过修复。如需把记录写入图片本身，请选择 PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>BMP holds no metadata; the photo&apos;s %1 goes into an .xmp file beside the picture. Choose PNG or TIFF to keep all in one file.</source>
        <translation>BMP 不能保存元数据，照片的 %1 会写入图片旁边的 .xmp 文件。如需全部存在一个文件中，请选择 PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>The GPS data was removed, but the camera&apos;s own notes (MakerNote) were kept and may hold the place, too; strip the metadata to be sure.</source>
        <translation>GPS 数据已去掉，但保留了相机厂商信息（MakerNote），其中也可能有拍摄地点；如要确保没有，请去除全部元数据。</translation>
    </message>
    <message>
        <source>The file goes on for %1 bytes behind its picture, such as a preview or a motion clip; they are left out of the result.</source>
        <translation>文件在图片之后还有 %1 字节的内容，例如预览图或动态短片，不会写入结果。</translation>
    </message>
    <message>
        <source>The file holds further pictures, such as previews or other views; only the main picture is restored, and the others are left out of the result.</source>
        <translation>文件中还有其他图片，例如预览图或其他视图；只修复主图片，其余不会写入结果。</translation>
    </message>
    <message>
        <source>The photo&apos;s %1 data is larger than the 64 KB that JPEG holds and was left out of the file. Choose PNG or TIFF to keep it.</source>
        <translation>照片的 %1 数据超过了 JPEG 能容纳的 64 KB，未写入文件。如需保留，请选择 PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>The photo&apos;s Exif data is larger than the 64 KB that JPEG holds and was left out of the file. Choose PNG or TIFF to keep it.</source>
        <translation>照片的 Exif 数据超过了 JPEG 能容纳的 64 KB，未写入文件。如需保留，请选择 PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>The photo&apos;s Exif data is larger than the 64 KB that JPEG holds; its largest entries were left out of the file. Choose PNG or TIFF to keep them.</source>
        <translation>照片的 Exif 数据超过了 JPEG 能容纳的 64 KB，其中最大的几项未写入文件。如需保留，请选择 PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>The photo&apos;s XMP is split in two parts; the second part is broken and is left out.</source>
        <translation>照片的 XMP 分为两部分，第二部分已损坏，未写入。</translation>
    </message>
    <message>
        <source>The photo&apos;s metadata entry %1 could not be kept.</source>
        <translation>照片的元数据项 %1 未能保留。</translation>
    </message>
    <message>
        <source>WebP holds no IPTC data; caption, keywords and author in it go into an .xmp file beside the picture. Choose JPEG, PNG or TIFF to keep all in one file.</source>
        <translation>WebP 不能保存 IPTC 数据，其中的说明、关键词和作者会写入图片旁边的 .xmp 文件。如需全部存在一个文件中，请选择 JPEG、PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>a background restorer</source>
        <translation>背景修复模型</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>a face detector</source>
        <translation>人脸检测模型</translation>
    </message>
    <message>
        <source>a face parser</source>
        <translation>人脸分割模型</translation>
    </message>
    <message>
        <source>a face restorer</source>
        <translation>人脸修复模型</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>a pipe</source>
        <translation>管道</translation>
    </message>
    <message>
        <source>a socket</source>
        <translation>套接字</translation>
    </message>
    <message>
        <source>%1 was written without its caption, of which nothing can be shown.</source>
        <translation>%1 已保存，但没有加上说明文字：其中没有任何字符可以显示。</translation>
    </message>
    <message>
        <source>Parts of the photo&apos;s Exif data are broken; the result may lack them.</source>
        <translation>照片的 Exif 数据有部分损坏，修复结果中可能缺少这些内容。</translation>
    </message>
    <message>
        <source>Restored with AI</source>
        <translation>本照片经 AI 修复</translation>
    </message>
    <message>
        <source>The best speed of a convolution can only be measured with oneDNN.</source>
        <translation>只有使用 oneDNN 才能测量卷积的最佳速度。</translation>
    </message>
    <message>
        <source>The camera maker&apos;s own notes (MakerNote) had to be moved within the file; programs that know them may not be able to read all of them any more.</source>
        <translation>相机厂商的专有信息（MakerNote）在文件中的位置不得不移动，能识别这些信息的软件可能无法再读出全部内容。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough for a model of size %1.</source>
        <translation>本机内存不足，无法使用尺寸为 %1 的模型。</translation>
    </message>
    <message>
        <source>The precision fp16 needs a CUDA device; choose fp32 or bf16.</source>
        <translation>fp16 精度需要 CUDA 设备，请选择 fp32 或 bf16。</translation>
    </message>
    <message>
        <source>The weight %2 of %1 has %3 values, which its shape does not hold.</source>
        <translation>%1 的权重 %2 有 %3 个数值，与其形状不符。</translation>
    </message>
    <message>
        <source>There is no synthetic model of size %1; choose 256, 512, 1024 or 2048.</source>
        <translation>没有尺寸为 %1 的合成模型，请选择 256、512、1024 或 2048。</translation>
    </message>
    <message>
        <source>This build has no oneDNN.</source>
        <translation>此版本不含 oneDNN。</translation>
    </message>
    <message>
        <source>This processor has no bfloat16 arithmetic; choose fp32.</source>
        <translation>此处理器不支持 bfloat16 运算，请选择 fp32。</translation>
    </message>
    <message>
        <source>With the caption under it %1 would have %2 x %3 pixels, more than %4 holds. Choose PNG or TIFF, a smaller output, or no caption.</source>
        <translation>加上照片下方的说明文字后，%1 将有 %2 × %3 像素，超出了 %4 的上限。请选择 PNG 或 TIFF、减小输出尺寸，或不加说明文字。</translation>
    </message>
    <message>
        <source>Memory ran short: the background is now worked on in smaller tiles of %1 x %1 pixels, which takes longer.</source>
        <translation>内存不足：背景改用 %1 x %1 像素的较小分块处理，耗时会更长。</translation>
    </message>
    <message>
        <source>The memory of the graphics card is not enough for %1; the processor goes on with it, which takes longer.</source>
        <translation>显卡内存不足以处理 %1，已改由处理器继续，耗时会更长。</translation>
    </message>
    <message>
        <source>The memory of this machine is not enough for a tile of the background.</source>
        <translation>本机内存不足，连一个背景分块也无法处理。</translation>
    </message>
    <message>
        <source>This device cannot compute in %1; choose fp32.</source>
        <translation>此设备不支持 %1 运算，请选择 fp32。</translation>
    </message>
</context>
</TS>
