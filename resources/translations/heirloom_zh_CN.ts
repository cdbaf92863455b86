<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Batch</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Retry %1</source>
        <translation>第 %1 次重试</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>待查</translation>
    </message>
    <message>
        <source>Restored</source>
        <translation>已修复</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>读取中</translation>
    </message>
    <message>
        <source>Restoring %1 %</source>
        <translation>修复中 %1%</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>写入中</translation>
    </message>
    <message>
        <source>No face</source>
        <translation>无人脸</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已通过</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>No face was found.</source>
        <translation>没有找到人脸。</translation>
    </message>
</context>
<context>
    <name>BatchProgress</name>
    <message>
        <source>%1 photos a minute</source>
        <translation>每分钟 %1 张</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Stopping after this face…</source>
        <translation>修完这张人脸后停止…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>已完成 %1/%2</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>paused: the disk is full</source>
        <translation>已暂停：磁盘已满</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>还剩%1</translation>
    </message>
    <message numerus="yes">
        <source>%n restored</source>
        <translation>
            <numerusform>已修复 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to review</source>
        <translation>
            <numerusform>待查 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a face</source>
        <translation>
            <numerusform>无人脸 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n skipped</source>
        <translation>
            <numerusform>跳过 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>失败 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cancelled</source>
        <translation>
            <numerusform>取消 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>共 %n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cannot be used</source>
        <translation>
            <numerusform>无法使用 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeviceCard</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>being looked for</source>
        <translation>正在查找</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器（CPU）</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>显卡（CUDA）</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>not available here</source>
        <translation>此处不可用</translation>
    </message>
    <message>
        <source>Full (fp32)</source>
        <translation>全精度（fp32）</translation>
    </message>
    <message>
        <source>Half (bf16)</source>
        <translation>半精度（bf16）</translation>
    </message>
    <message>
        <source>Half (fp16)</source>
        <translation>半精度（fp16）</translation>
    </message>
</context>
<context>
    <name>DropRules</name>
    <message>
        <source>It cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>文件是空的。</translation>
    </message>
    <message>
        <source>It is not there any more.</source>
        <translation>文件已不在原处。</translation>
    </message>
    <message>
        <source>It is neither a file nor a folder.</source>
        <translation>既不是文件，也不是文件夹。</translation>
    </message>
    <message>
        <source>ZIP archives cannot be opened yet. Unpack it and drop the folder.</source>
        <translation>暂时不能直接打开 ZIP。请先解压，再把文件夹拖进来。</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>waiting to download</source>
        <translation>等待下载</translation>
    </message>
    <message>
        <source>downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>downloading %1 %</source>
        <translation>正在下载 %1%</translation>
    </message>
    <message>
        <source>download paused</source>
        <translation>下载已暂停</translation>
    </message>
    <message>
        <source>download failed</source>
        <translation>下载失败</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Face restorers</source>
        <translation>人脸修复模型</translation>
    </message>
    <message>
        <source>Face detectors</source>
        <translation>人脸检测模型</translation>
    </message>
    <message>
        <source>Face parsing</source>
        <translation>人脸解析模型</translation>
    </message>
    <message>
        <source>Backgrounds</source>
        <translation>背景模型</translation>
    </message>
    <message>
        <source>Other files</source>
        <translation>其他文件</translation>
    </message>
    <message>
        <source>being checked</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>being removed</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>bundled</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>available</source>
        <translation>可下载</translation>
    </message>
    <message>
        <source>unusable</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1（共 %2）</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>还剩%1</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>Restores faces.</source>
        <translation>修复人脸。</translation>
    </message>
    <message>
        <source>Has the shape of a face restorer, but may colour or fill in faces instead; it is used only when you choose it.</source>
        <translation>结构与人脸修复模型相同，但也可能用于上色或补全；只有您选择它时才会使用。</translation>
    </message>
    <message>
        <source>Finds the faces in a photo.</source>
        <translation>在照片中查找人脸。</translation>
    </message>
    <message>
        <source>Tells hair, glasses and skin apart.</source>
        <translation>区分头发、眼镜和皮肤。</translation>
    </message>
    <message>
        <source>Cleans or enlarges the background.</source>
        <translation>净化或放大背景。</translation>
    </message>
    <message>
        <source>A file in the models folder that Heirloom does not use.</source>
        <translation>模型文件夹中拾光用不到的文件。</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>academic and non-commercial</source>
        <translation>限学术和非商业用途</translation>
    </message>
    <message>
        <source>CC BY-NC-SA 4.0, non-commercial</source>
        <translation>CC BY-NC-SA 4.0，限非商业用途</translation>
    </message>
    <message>
        <source>non-commercial research</source>
        <translation>限非商业研究</translation>
    </message>
    <message>
        <source>Heirloom does not know the licence of this file. Look where you got it from.</source>
        <translation>拾光不知道这个文件的许可。请到您获取它的地方查看。</translation>
    </message>
    <message>
        <source>You may use this model for study, research and private photos. You may not use it to earn money, for example for customers.</source>
        <translation>您可以把这个模型用于学习、研究和私人照片，不可用于盈利，例如为客户服务。</translation>
    </message>
    <message>
        <source>You may use, share and change this model, but not to earn money. Whoever shares it names its authors and keeps this licence.</source>
        <translation>您可以使用、分享和修改这个模型，但不可用于盈利。分享时须注明作者，并保留此许可。</translation>
    </message>
    <message>
        <source>The program code is free for any use, but the pictures that the model learned from are for non-commercial research.</source>
        <translation>程序代码可自由用于任何用途，但训练模型所用的图片限非商业研究使用。</translation>
    </message>
    <message>
        <source>You may use this model for anything, also at work, as long as its copyright notice stays with it.</source>
        <translation>您可以把这个模型用于任何用途，包括工作，只要保留其版权声明。</translation>
    </message>
    <message>
        <source>, or if that fails from </source>
        <translation>，如果失败则从 </translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Reading the photo</source>
        <translation>正在读取照片</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>正在查找人脸</translation>
    </message>
    <message>
        <source>Judging the photo</source>
        <translation>正在评估画质</translation>
    </message>
    <message>
        <source>Aligning faces</source>
        <translation>正在对齐人脸</translation>
    </message>
    <message>
        <source>Cleaning faces</source>
        <translation>正在清理人脸</translation>
    </message>
    <message>
        <source>Restoring faces</source>
        <translation>正在修复人脸</translation>
    </message>
    <message>
        <source>Enlarging the background</source>
        <translation>正在放大背景</translation>
    </message>
    <message>
        <source>Enlarging the photo</source>
        <translation>正在放大照片</translation>
    </message>
    <message>
        <source>Placing faces</source>
        <translation>正在融合人脸</translation>
    </message>
    <message>
        <source>Removing noise</source>
        <translation>正在降噪</translation>
    </message>
    <message>
        <source>Sharpening</source>
        <translation>正在锐化</translation>
    </message>
    <message>
        <source>Adjusting tone</source>
        <translation>正在调整影调</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Importing the model</source>
        <translation>正在导入模型</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>处理中</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n 字节</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>less than 1 s</source>
        <translation>不到 1 秒</translation>
    </message>
    <message>
        <source>about %1 s</source>
        <translation>约 %1 秒</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>约 %1 分钟</translation>
    </message>
    <message>
        <source>about %1 min %2 s</source>
        <translation>约 %1 分 %2 秒</translation>
    </message>
    <message>
        <source>about %1 h %2 min</source>
        <translation>约 %1 小时 %2 分</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::AboutDialog</name>
    <message>
        <source>About Heirloom</source>
        <translation>关于拾光</translation>
    </message>
    <message>
        <source>Heirloom %1</source>
        <translation>拾光 %1</translation>
    </message>
    <message>
        <source>Restores the faces in old and damaged photographs, on your own machine; nothing leaves it.</source>
        <translation>在您自己的电脑上修复老旧、破损照片中的人脸，照片不会离开这台电脑。</translation>
    </message>
    <message>
        <source>The program is free software under the GNU General Public License, version 3 or later.</source>
        <translation>本程序是自由软件，采用 GNU 通用公共许可证第 3 版或更高版本。</translation>
    </message>
    <message>
        <source>The models are not: the bundled ones are licensed CC BY-NC-SA 4.0, the official GPEN weights for academic and non-commercial use only. The Models page names the licence of each.</source>
        <translation>模型则不同：自带模型采用 CC BY-NC-SA 4.0 许可，官方 GPEN 权重仅限学术和非商业用途。每个模型的许可见“模型管理”页。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ActionBar</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save beside the original, which stays as it is (Ctrl+S)</source>
        <translation>保存在原图旁边，原图不变（Ctrl+S）</translation>
    </message>
    <message>
        <source>More ways to save</source>
        <translation>更多保存方式</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Enhance</source>
        <translation>一键变高清</translation>
    </message>
    <message>
        <source>Stops after the face that is being restored</source>
        <translation>修完当前这张人脸后停止</translation>
    </message>
    <message>
        <source>Restores all faces that are switched on</source>
        <translation>修复所有已勾选的人脸</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::AdvancedPanel</name>
    <message>
        <source>Face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Colour and tone</source>
        <translation>色彩与影调</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>模型选择</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>All parameters of this photo back to the plain values</source>
        <translation>把这张照片的所有参数恢复为默认值</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::BatchList</name>
    <message>
        <source>Picture of %1</source>
        <translation>%1 的缩略图</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>画质</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::BatchPage</name>
    <message>
        <source>The trial run is done. Look at the results, then go on.</source>
        <translation>试运行已完成。请查看结果，然后继续。</translation>
    </message>
    <message numerus="yes">
        <source>Go on with the other %n</source>
        <translation>
            <numerusform>继续处理其余 %n 张</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) were in the list already.</source>
        <translation>
            <numerusform>有 %n 张照片已在列表中。</numerusform>
        </translation>
    </message>
    <message>
        <source>No photos were found there.</source>
        <translation>那里没有找到照片。</translation>
    </message>
    <message>
        <source>Nothing can be written to the chosen folder. Choose another one under “Save results”.</source>
        <translation>无法写入选定的文件夹。请在“保存位置”中换一个。</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Report (*.json)</source>
        <translation>报告 (*.json)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>显示详情</translation>
    </message>
    <message>
        <source>Open in Single</source>
        <translation>在“单图精修”中打开</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Report saved: %1</source>
        <translation>报告已保存：%1</translation>
    </message>
    <message>
        <source>Photos of the batch</source>
        <translation>待处理的照片</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::CanvasLink</name>
    <message>
        <source>Not restored yet: press Enhance</source>
        <translation>尚未修复：请点击“一键变高清”</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::CompareView</name>
    <message>
        <source>Side by side, %1 %</source>
        <translation>并排，%1%</translation>
    </message>
    <message>
        <source>Split at %1 %, zoom %2 %</source>
        <translation>分割线在 %1% 处，缩放 %2%</translation>
    </message>
    <message>
        <source>Before only, %1 %</source>
        <translation>仅看修复前，%1%</translation>
    </message>
    <message>
        <source>After only, %1 %</source>
        <translation>仅看修复后，%1%</translation>
    </message>
    <message>
        <source>Picture comparison</source>
        <translation>图片对比</translation>
    </message>
    <message>
        <source>Arrow keys move the split line or the picture, plus and minus zoom, 0 fits the picture, 1 shows it at 100 %.</source>
        <translation>方向键移动分割线或图片，加号和减号缩放，0 适合窗口，1 按 100% 显示。</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>修复前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>修复后</translation>
    </message>
    <message>
        <source>Change in grey levels</source>
        <translation>改动的灰阶数</translation>
    </message>
    <message>
        <source>48+</source>
        <translation>48+</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::DeviceCard</name>
    <message>
        <source>This is no proxy address; write http://HOST:PORT.</source>
        <translation>这不是代理服务器地址，请写成 http://主机:端口。</translation>
    </message>
    <message>
        <source>The models folder could not be opened. Check its permissions.</source>
        <translation>无法打开模型文件夹。请检查权限。</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 (%2, %3)</source>
        <translation>%1（%2，%3）</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>没有加载模型。</translation>
    </message>
    <message>
        <source>Loaded: %1</source>
        <translation>已加载：%1</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>运行设备</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>A graphics card is many times faster.</source>
        <translation>用显卡会快很多倍。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Automatic never changes what one can see.</source>
        <translation>“自动”不会带来看得出的变化。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Fewer leave more of the processor to other programs.</source>
        <translation>线程少一些，可以给其他程序留出处理器。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Memory in use by Heirloom</source>
        <translation>拾光占用的内存</translation>
    </message>
    <message>
        <source>Free memory</source>
        <translation>释放内存</translation>
    </message>
    <message>
        <source>Unloads the models; the next photo loads them again.</source>
        <translation>卸载模型；处理下一张照片时会重新加载。</translation>
    </message>
    <message>
        <source>Proxy for downloads</source>
        <translation>下载用的代理</translation>
    </message>
    <message>
        <source>Empty: as the system has it.</source>
        <translation>留空则跟随系统。</translation>
    </message>
    <message>
        <source>Models folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>Models that you download or import are kept here.</source>
        <translation>下载和导入的模型都放在这里。</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between items of a list</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::EditorPage</name>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::EditorToolbar</name>
    <message>
        <source>Comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>Before only</source>
        <translation>仅看修复前</translation>
    </message>
    <message>
        <source>After only</source>
        <translation>仅看修复后</translation>
    </message>
    <message>
        <source>Press and hold to see the original</source>
        <translation>按住查看原图</translation>
    </message>
    <message>
        <source>Show what was changed, and how much</source>
        <translation>显示改动的位置和程度</translation>
    </message>
    <message>
        <source>Add a face by drawing a box</source>
        <translation>画框添加人脸</translation>
    </message>
    <message>
        <source>Always show the frames of the faces</source>
        <translation>始终显示人脸框</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::EmptyBatch</name>
    <message>
        <source>Drop photos or folders here</source>
        <translation>把照片或文件夹拖到这里</translation>
    </message>
    <message>
        <source>Every photo with a face is restored and saved as a new file. The originals stay as they are.</source>
        <translation>有人脸的照片都会修复，并存为新文件。原图保持不变。</translation>
    </message>
    <message>
        <source>Choose photos…</source>
        <translation>选择照片…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::EmptyPage</name>
    <message>
        <source>Open a photo…</source>
        <translation>打开照片…</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>打开其他照片…</translation>
    </message>
    <message>
        <source>or try a sample</source>
        <translation>或试试示例</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Sample: %1</source>
        <translation>示例：%1</translation>
    </message>
    <message>
        <source>Drop a photo or a folder</source>
        <translation>拖入照片或文件夹</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::EngineSection</name>
    <message>
        <source>Face restorer</source>
        <translation>人脸修复</translation>
    </message>
    <message>
        <source>Face detector</source>
        <translation>人脸检测</translation>
    </message>
    <message>
        <source>Face parser</source>
        <translation>人脸解析</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Draws the restored faces.</source>
        <translation>绘制修复后的人脸。</translation>
    </message>
    <message>
        <source>Finds the faces.</source>
        <translation>查找人脸。</translation>
    </message>
    <message>
        <source>Follows the outline of each face when it is put back.</source>
        <translation>贴回人脸时沿着脸的轮廓。</translation>
    </message>
    <message>
        <source>Redraws everything else when the photo is enlarged.</source>
        <translation>放大照片时重绘人脸以外的部分。</translation>
    </message>
    <message>
        <source>Device, precision and memory are on the Models page.</source>
        <translation>运行设备、精度和内存在“模型管理”页。</translation>
    </message>
    <message>
        <source>Open Models</source>
        <translation>打开“模型管理”</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不用</translation>
    </message>
    <message>
        <source>%1 (not installed)</source>
        <translation>%1（未安装）</translation>
    </message>
    <message>
        <source>Face %1 was restored with %2. %3</source>
        <translation>人脸 %1 由 %2 修复。%3</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ExportDialog</name>
    <message>
        <source>As the photo</source>
        <translation>与原照片相同</translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 位</translation>
    </message>
    <message>
        <source>Keep everything</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>Keep, without the place (GPS)</source>
        <translation>保留，但去掉拍摄地点（GPS）</translation>
    </message>
    <message>
        <source>Remove everything</source>
        <translation>全部去除</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Also write</source>
        <translation>同时输出</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>位深</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>Visible caption</source>
        <translation>可见说明文字</translation>
    </message>
    <message>
        <source>First line</source>
        <translation>第一行</translation>
    </message>
    <message>
        <source>Second line</source>
        <translation>第二行</translation>
    </message>
    <message>
        <source>{name} is the photo&apos;s name, {date} today, {ext} the format</source>
        <translation>{name} 是照片名称，{date} 是今天的日期，{ext} 是格式</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Beside the photo</source>
        <translation>照片旁边</translation>
    </message>
    <message>
        <source>A line under the picture, such as &quot;Restored digitally&quot;</source>
        <translation>图片下方的一行文字，例如“经数字修复”</translation>
    </message>
    <message>
        <source>Before and after side by side</source>
        <translation>修复前后并排对比图</translation>
    </message>
    <message>
        <source>A line below the comparison</source>
        <translation>对比图下方的一行文字</translation>
    </message>
    <message>
        <source>Another line</source>
        <translation>再加一行</translation>
    </message>
    <message>
        <source>Copy for the web, 1200 pixels, without the place</source>
        <translation>网络发布副本，1200 像素，不含拍摄地点</translation>
    </message>
    <message>
        <source>Copy for printing, 1.5 times the size, 300 dpi</source>
        <translation>打印副本，1.5 倍尺寸，300 dpi</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Folder for the exported files</source>
        <translation>导出到文件夹</translation>
    </message>
    <message>
        <source>%1. The tab Advanced changes it.</source>
        <translation>%1。可在“高级调参”页更改。</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ExportTexts</name>
    <message>
        <source>Before</source>
        <translation>修复前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>修复后</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::FaceStrip</name>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Add a face by drawing a box</source>
        <translation>画框添加人脸</translation>
    </message>
    <message>
        <source>Zoom to this face</source>
        <translation>放大到这张人脸</translation>
    </message>
    <message>
        <source>Remove this added face</source>
        <translation>移除添加的这张人脸</translation>
    </message>
    <message>
        <source>Own strength</source>
        <translation>单独强度</translation>
    </message>
    <message>
        <source>This face gets a strength of its own instead of the photo&apos;s.</source>
        <translation>这张人脸使用单独的强度，不随整张照片。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>已选 %1/%2</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>正在查找人脸…</translation>
    </message>
    <message>
        <source>No face was found. The button above lets you draw a box.</source>
        <translation>没有找到人脸。可以用上方的按钮画框添加。</translation>
    </message>
    <message>
        <source>Restore face %1</source>
        <translation>修复人脸 %1</translation>
    </message>
    <message>
        <source>Strength of face %1</source>
        <translation>人脸 %1 的强度</translation>
    </message>
    <message>
        <source>Restored with %1. %2</source>
        <translation>由 %1 修复。%2</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::FaceThumbnail</name>
    <message>
        <source>Face %1</source>
        <translation>人脸 %1</translation>
    </message>
    <message>
        <source>restored</source>
        <translation>已修复</translation>
    </message>
    <message>
        <source>switched on</source>
        <translation>已开启</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>%1, please look at it</source>
        <translation>%1，请查看</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a face and its state</comment>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::FactsPanel</name>
    <message>
        <source>%1 (%2 megapixels)</source>
        <translation>%1（%2 百万像素）</translation>
    </message>
    <message>
        <source>High, like a digital photo</source>
        <translation>高，类似数码照片</translation>
    </message>
    <message>
        <source>Medium, like a later print or scan</source>
        <translation>中，类似较晚的照片或扫描件</translation>
    </message>
    <message>
        <source>Low, like old film</source>
        <translation>低，类似老胶片</translation>
    </message>
    <message>
        <source>%1, %2 bit</source>
        <translation>%1，%2 位</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1, together %2 % of the picture</source>
        <translation>%1 张，共占画面的 %2%</translation>
    </message>
    <message>
        <source>Photo facts</source>
        <translation>照片信息</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>色彩配置文件</translation>
    </message>
    <message>
        <source>none, taken for sRGB</source>
        <translation>无，按 sRGB 处理</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>拍摄时间</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>拍摄地点</translation>
    </message>
    <message>
        <source>stored in the file</source>
        <translation>文件中有记录</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>damaged; what can be read is shown</source>
        <translation>已损坏；只显示能读取的部分</translation>
    </message>
    <message>
        <source>History</source>
        <translation>处理记录</translation>
    </message>
    <message>
        <source>restored by Heirloom before</source>
        <translation>曾用拾光修复</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>画质</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::GuideWindow</name>
    <message>
        <source>Quick guide</source>
        <translation>快速入门</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::HeaderBar</name>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Device: automatic</source>
        <translation>设备：自动</translation>
    </message>
    <message>
        <source>Where the networks run; click for the settings</source>
        <translation>模型在哪里运行；点击可更改</translation>
    </message>
    <message>
        <source>Device: %1</source>
        <translation>设备：%1</translation>
    </message>
    <message>
        <source>Switch to Chinese</source>
        <translation>切换到英文</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::HistogramView</name>
    <message>
        <source>Histogram of the brightness, before and after</source>
        <translation>修复前后的亮度直方图</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>修复前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>修复后</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ImportNotice</name>
    <message>
        <source>Looking at %1…</source>
        <translation>正在查看 %1…</translation>
    </message>
    <message>
        <source>Importing %1: %2 %</source>
        <translation>正在导入 %1：%2%</translation>
    </message>
    <message>
        <source>%1 was installed already. %2</source>
        <translation>%1 已经安装过。%2</translation>
    </message>
    <message>
        <source>Does %1 restore faces?</source>
        <translation>%1 是用来修复人脸的吗？</translation>
    </message>
    <message>
        <source>Models that colour photos or fill in missing parts look just like it. It is never used by itself; if you say yes, it restores every photo until you choose another model.</source>
        <translation>给照片上色或补全缺失部分的模型看起来与它完全一样。程序不会自动使用它；如果您选“是”，在您换用其他模型之前，每张照片都由它修复。</translation>
    </message>
    <message>
        <source>Yes, use it</source>
        <translation>是，使用它</translation>
    </message>
    <message>
        <source>I do not know; leave it unused</source>
        <translation>不清楚，先不使用</translation>
    </message>
    <message>
        <source>No, remove it…</source>
        <translation>不是，删除…</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::LicenceDialog</name>
    <message>
        <source>Download a model</source>
        <translation>下载模型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Not published; shown once the download begins</source>
        <translation>未公布；开始下载后显示</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>In short</source>
        <translation>简而言之</translation>
    </message>
    <message>
        <source>I accept this licence</source>
        <translation>我接受此许可</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::MainWindow</name>
    <message>
        <source>Your earlier changes to %1 are back.</source>
        <translation>您之前对 %1 的修改已恢复。</translation>
    </message>
    <message>
        <source>Last time, %1 was open with changes that no file holds.</source>
        <translation>上次打开的 %1 有未保存的修改。</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>继续修改</translation>
    </message>
    <message>
        <source>Heirloom</source>
        <translation>拾光</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) cannot be used.</source>
        <translation>
            <numerusform>有 %n 个文件无法使用。</numerusform>
        </translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Photos (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp)</source>
        <translation>照片 (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ModeControl</name>
    <message>
        <source>Mode</source>
        <translation>处理模式</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ModelBanner</name>
    <message>
        <source>A larger model gives far more detail: %1, licence: %2.</source>
        <translation>更大的模型细节丰富得多：%1，许可：%2。</translation>
    </message>
    <message>
        <source>A larger model gives far more detail: %1, %2, licence: %3.</source>
        <translation>更大的模型细节丰富得多：%1，%2，许可：%3。</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>下载…</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ModelCard</name>
    <message>
        <source>Size not published</source>
        <translation>大小未公布</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>许可：%1</translation>
    </message>
    <message>
        <source>Chosen by hand, used for every photo</source>
        <translation>手动选定，用于每张照片</translation>
    </message>
    <message>
        <source>Licence of %1</source>
        <translation>%1 的许可</translation>
    </message>
    <message>
        <source>Comparing the checksum…</source>
        <translation>正在核对校验和…</translation>
    </message>
    <message>
        <source>Removing the file…</source>
        <translation>正在删除文件…</translation>
    </message>
    <message>
        <source>Starts when the other download has ended.</source>
        <translation>另一个下载结束后开始。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>下载…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop and discard</source>
        <translation>停止并丢弃</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>使用它</translation>
    </message>
    <message>
        <source>Choose automatically</source>
        <translation>自动选择</translation>
    </message>
    <message>
        <source>Full text</source>
        <translation>许可全文</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ModelsPage</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Removed %1 (%2).</source>
        <translation>已删除 %1（%2）。</translation>
    </message>
    <message>
        <source>Import models</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Model files (*.pth *.pt)</source>
        <translation>模型文件 (*.pth *.pt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>%1 cannot be downloaded.</source>
        <translation>无法下载 %1。</translation>
    </message>
    <message>
        <source>%1 is installed already.</source>
        <translation>%1 已经安装。</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>删除模型</translation>
    </message>
    <message>
        <source>Remove %1 from this computer?</source>
        <translation>从这台电脑上删除 %1？</translation>
    </message>
    <message>
        <source>Its file is deleted. You can download it again.</source>
        <translation>模型文件会被删除，以后可以重新下载。</translation>
    </message>
    <message>
        <source>Its file is deleted from the models folder. Heirloom cannot download it again.</source>
        <translation>模型文件会从模型文件夹中删除，拾光无法重新下载它。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型管理</translation>
    </message>
    <message>
        <source>Heirloom works with the small models that come with it. Larger ones give more detail. The official weights are for academic and non-commercial use.</source>
        <translation>拾光自带小型模型，开箱即用。更大的模型细节更多。官方权重仅限学术和非商业用途。</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Model files can also be dropped onto the window.</source>
        <translation>也可以把模型文件拖到窗口上。</translation>
    </message>
    <message>
        <source>Looking at the models folder…</source>
        <translation>正在查看模型文件夹…</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::MoreOptions</name>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>Photos in subfolders, too</source>
        <translation>包括子文件夹中的照片</translation>
    </message>
    <message>
        <source>The output folder gets the same subfolders.</source>
        <translation>输出文件夹中会建立同样的子文件夹。</translation>
    </message>
    <message>
        <source>Trial run on the first ten</source>
        <translation>先试运行前十张</translation>
    </message>
    <message>
        <source>Restores ten photos and asks before the others.</source>
        <translation>先修复十张，确认后再处理其余照片。</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Worst quality first</source>
        <translation>画质差的优先</translation>
    </message>
    <message>
        <source>As in the list</source>
        <translation>按列表顺序</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Same as each photo</source>
        <translation>与各照片相同</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>Keep, without GPS</source>
        <translation>保留，但去掉 GPS</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>全部去除</translation>
    </message>
    <message>
        <source>Skip small faces</source>
        <translation>跳过小脸</translation>
    </message>
    <message>
        <source>Leaves faces alone that cover less than this share of the photo.</source>
        <translation>面积占照片的比例低于此值的人脸不处理。</translation>
    </message>
    <message>
        <source>Caption under each picture</source>
        <translation>在每张照片下方加说明文字</translation>
    </message>
    <message>
        <source>A band below it says &quot;%1&quot;; nothing of the photo is covered.</source>
        <translation>照片下方的条带上写着“%1”，不遮挡照片本身。</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::Notice</name>
    <message>
        <source>Show details</source>
        <translation>显示详情</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Put this away</source>
        <translation>收起这条提示</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::OptionsBar</name>
    <message>
        <source>Recommended for each photo</source>
        <translation>按每张照片推荐</translation>
    </message>
    <message>
        <source>Beside the originals</source>
        <translation>原图旁边</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Folder for the restored photos</source>
        <translation>保存修复结果的文件夹</translation>
    </message>
    <message>
        <source>File name: %1</source>
        <translation>文件名：%1</translation>
    </message>
    <message>
        <source>This file name cannot be used</source>
        <translation>这个文件名无法使用</translation>
    </message>
    <message>
        <source>{name} stands for the photo&apos;s name, {ext} for its format, {date} for today.</source>
        <translation>{name} 代表照片名称，{ext} 代表格式，{date} 代表今天的日期。</translation>
    </message>
    <message numerus="yes">
        <source>Restore %n photo(s)</source>
        <translation>
            <numerusform>修复 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Save results</source>
        <translation>保存位置</translation>
    </message>
    <message>
        <source>Where results are saved</source>
        <translation>结果保存在哪里</translation>
    </message>
    <message>
        <source>Pattern of file names</source>
        <translation>文件命名规则</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::OutputSizeControl</name>
    <message>
        <source>Output size</source>
        <translation>输出尺寸</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>The size of the photo</source>
        <translation>与原照片相同</translation>
    </message>
    <message>
        <source>For printing</source>
        <translation>适合打印</translation>
    </message>
    <message>
        <source>Twice the size</source>
        <translation>放大两倍</translation>
    </message>
    <message>
        <source>Four times the size</source>
        <translation>放大四倍</translation>
    </message>
    <message>
        <source>A long side in pixels</source>
        <translation>指定长边像素</translation>
    </message>
    <message>
        <source>Long side</source>
        <translation>长边</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Restored faces keep their full detail at a larger size.</source>
        <translation>放大后，修复的人脸仍保留全部细节。</translation>
    </message>
    <message>
        <source>Result: %1 × %2 pixels</source>
        <translation>结果：%1 × %2 像素</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::Parameters</name>
    <message>
        <source>Strength</source>
        <translation>增强强度</translation>
    </message>
    <message>
        <source>Denoise</source>
        <translation>降噪强度</translation>
    </message>
    <message>
        <source>Sharpen</source>
        <translation>锐化程度</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度拉伸</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度补偿</translation>
    </message>
    <message>
        <source>Rosy</source>
        <translation>气色</translation>
    </message>
    <message>
        <source>Skip small faces</source>
        <translation>跳过小脸</translation>
    </message>
    <message>
        <source>Higher brings out more detail; above 90 skin can look too smooth.</source>
        <translation>数值越高细节越多；超过 90，皮肤可能显得过于光滑。</translation>
    </message>
    <message>
        <source>Removes grain and speckles; too much wipes out fine texture.</source>
        <translation>去除颗粒和斑点；过强会抹掉细微纹理。</translation>
    </message>
    <message>
        <source>Makes edges crisper after a soft scan; too much draws halos.</source>
        <translation>让扫描发虚的边缘更清晰；过强会出现光晕。</translation>
    </message>
    <message>
        <source>Brings back depth to a washed-out print.</source>
        <translation>让发灰的照片重新有层次。</translation>
    </message>
    <message>
        <source>Lifts a faded, grey picture.</source>
        <translation>提亮褪色发暗的照片。</translation>
    </message>
    <message>
        <source>Gives pale faces a little more colour of the same hue.</source>
        <translation>让苍白的脸稍添血色，色相不变。</translation>
    </message>
    <message>
        <source>Leaves faces alone that cover less than this share of the photo.</source>
        <translation>面积占照片的比例低于此值的人脸不处理。</translation>
    </message>
    <message>
        <source>Skin protection</source>
        <translation>肤色保护</translation>
    </message>
    <message>
        <source>Detail enhancement</source>
        <translation>细节增强</translation>
    </message>
    <message>
        <source>Faithful</source>
        <translation>忠于原照</translation>
    </message>
    <message>
        <source>Keeps faces from turning waxy, yellow or pink.</source>
        <translation>避免脸色发蜡、发黄或发粉。</translation>
    </message>
    <message>
        <source>Adds the finest detail of the restored face once more.</source>
        <translation>把修复后人脸最细的细节再叠加一次。</translation>
    </message>
    <message>
        <source>Adds detail without changing the person.</source>
        <translation>增添细节，但不改变这个人的样子。</translation>
    </message>
    <message>
        <source>Natural</source>
        <translation>自然</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>细节</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>强力</translation>
    </message>
    <message>
        <source>Keeps the photo&apos;s own grain on the restored faces.</source>
        <translation>修复后的人脸保留照片原有的颗粒。</translation>
    </message>
    <message>
        <source>All the detail that the network gives.</source>
        <translation>保留网络给出的全部细节。</translation>
    </message>
    <message>
        <source>Cleans scratches and specks first, for badly damaged prints.</source>
        <translation>先清除划痕和斑点，适合严重破损的照片。</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::PhotoDocument</name>
    <message>
        <source>Saving was stopped. Nothing was written.</source>
        <translation>保存已中止，没有写入任何内容。</translation>
    </message>
    <message>
        <source>Preset %1</source>
        <translation>预设 %1</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Saving was cancelled. Nothing was written.</source>
        <translation>保存已取消，没有写入任何内容。</translation>
    </message>
    <message>
        <source>Restoring face %1 of %2</source>
        <translation>正在修复人脸 %1/%2</translation>
    </message>
    <message>
        <source>No face was restored.</source>
        <translation>没有修复任何人脸。</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) restored in %1</source>
        <translation>
            <numerusform>已修复 %n 张人脸，用时%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Switch face %1 on</source>
        <translation>开启人脸 %1</translation>
    </message>
    <message>
        <source>Switch face %1 off</source>
        <translation>关闭人脸 %1</translation>
    </message>
    <message>
        <source>Strength of face %1</source>
        <translation>人脸 %1 的强度</translation>
    </message>
    <message>
        <source>Add a face</source>
        <translation>添加人脸</translation>
    </message>
    <message>
        <source>Remove the added face</source>
        <translation>移除添加的人脸</translation>
    </message>
    <message>
        <source>There is nothing to save yet.</source>
        <translation>还没有可保存的内容。</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::PhotoNotes</name>
    <message>
        <source>A small face carries little detail, so more of it is guessed.</source>
        <translation>小脸本身细节少，更多内容是推测出来的。</translation>
    </message>
    <message>
        <source>Near 100 little of the photo&apos;s own skin is left.</source>
        <translation>接近 100 时，照片原有的皮肤质感所剩无几。</translation>
    </message>
    <message>
        <source>Where the photo is plain black or white it holds no detail to keep.</source>
        <translation>照片中纯黑或纯白的地方没有细节可以保留。</translation>
    </message>
    <message>
        <source>The network has learnt from faces that look at the camera.</source>
        <translation>网络是用正对镜头的人脸训练的。</translation>
    </message>
    <message>
        <source>Opening, showing and saving it take longer.</source>
        <translation>打开、显示和保存都会更慢。</translation>
    </message>
    <message>
        <source>There are few pixels to start from.</source>
        <translation>可供修复的像素太少。</translation>
    </message>
    <message>
        <source>Eyes, nose or mouth lie elsewhere than in the photo. Compare the two, and lower this face&apos;s strength if it is not the same person.</source>
        <translation>眼、鼻或嘴的位置与照片中不同。请对比两者；如果不像同一个人，请调低这张人脸的强度。</translation>
    </message>
    <message>
        <source>What a hand, hair or glasses hide is guessed. Compare the two.</source>
        <translation>被手、头发或眼镜遮住的部分是推测出来的。请对比两者。</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::PhotoSaver</name>
    <message>
        <source>Save the restored photo</source>
        <translation>保存修复后的照片</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp)</source>
        <translation>图片 (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp)</translation>
    </message>
    <message>
        <source>%1 is no kind of picture that can be written. Choose a name that ends with .jpg, .png, .webp, .tif or .bmp.</source>
        <translation>%1 不是能写入的图片类型。文件名请以 .jpg、.png、.webp、.tif 或 .bmp 结尾。</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message numerus="yes">
        <source>Saved as %1, with %n more file(s)</source>
        <translation>
            <numerusform>已保存为 %1，另有 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>The picture was copied</source>
        <translation>图片已复制</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::PresetBar</name>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Own values</source>
        <translation>自定义数值</translation>
    </message>
    <message>
        <source>Back to the preset&apos;s values</source>
        <translation>恢复预设值</translation>
    </message>
    <message>
        <source>More for presets</source>
        <translation>更多预设操作</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>预设名称</translation>
    </message>
    <message>
        <source>Save under this name</source>
        <translation>以此名称保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save as a new preset…</source>
        <translation>另存为新预设…</translation>
    </message>
    <message>
        <source>Save changes to this preset</source>
        <translation>保存对此预设的更改</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>Delete preset</source>
        <translation>删除预设</translation>
    </message>
    <message>
        <source>Delete the preset &quot;%1&quot;? This cannot be undone.</source>
        <translation>删除预设“%1”？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Import a preset</source>
        <translation>导入预设</translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation>预设 (*.json)</translation>
    </message>
    <message>
        <source>Export the preset</source>
        <translation>导出预设</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::PresetChoices</name>
    <message>
        <source>By quality</source>
        <translation>按画质</translation>
    </message>
    <message>
        <source>By damage</source>
        <translation>按损坏情况</translation>
    </message>
    <message>
        <source>By camera</source>
        <translation>按拍摄设备</translation>
    </message>
    <message>
        <source>My presets</source>
        <translation>我的预设</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ProgressLine</name>
    <message>
        <source>Looking for photos…</source>
        <translation>正在查找照片…</translation>
    </message>
    <message numerus="yes">
        <source>Try %n failed again</source>
        <translation>
            <numerusform>重试失败的 %n 张</numerusform>
        </translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation>批量修复进度</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>清空列表</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ProgressRow</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Press Enhance to restore the faces.</source>
        <translation>点击“一键变高清”修复人脸。</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>还剩%1</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::RecommendationHint</name>
    <message>
        <source>Looking at the photo…</source>
        <translation>正在分析照片…</translation>
    </message>
    <message>
        <source>%1 suits this photo</source>
        <translation>“%1”适合这张照片</translation>
    </message>
    <message>
        <source>Proposed: %1</source>
        <translation>建议：%1</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ReviewPane</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>To review (%1)</source>
        <translation>待查（%1）</translation>
    </message>
    <message>
        <source>Failed (%1)</source>
        <translation>失败（%1）</translation>
    </message>
    <message>
        <source>Nothing was saved</source>
        <translation>没有保存任何内容</translation>
    </message>
    <message>
        <source>Not restored yet</source>
        <translation>尚未修复</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Which results are shown</source>
        <translation>显示哪些结果</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Keep this result, and show the next (A)</source>
        <translation>采用此结果，并显示下一张（A）</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>待查</translation>
    </message>
    <message>
        <source>Look at it again later, and show the next (R)</source>
        <translation>以后再看，并显示下一张（R）</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>Do not use this result, and show the next (X)</source>
        <translation>不采用此结果，并显示下一张（X）</translation>
    </message>
    <message>
        <source>Open in Single</source>
        <translation>在“单图精修”中打开</translation>
    </message>
    <message>
        <source>Note for the report</source>
        <translation>写入报告的备注</translation>
    </message>
    <message>
        <source>Results, worst first</source>
        <translation>结果，最差的在前</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::Samples</name>
    <message>
        <source>Cabinet card</source>
        <translation>卡纸老照片</translation>
    </message>
    <message>
        <source>Album page</source>
        <translation>相册页</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ScopeControl</name>
    <message>
        <source>Scope</source>
        <translation>作用范围</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>整张照片</translation>
    </message>
    <message>
        <source>Faces only</source>
        <translation>仅人脸</translation>
    </message>
    <message>
        <source>Where denoise and sharpen work.</source>
        <translation>降噪和锐化作用于哪里。</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Device and precision</source>
        <translation>运行设备与精度</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>最近文件</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>On the Models page…</source>
        <translation>在“模型管理”页设置…</translation>
    </message>
    <message>
        <source>Forget them</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::WindowActions</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Open photos…</source>
        <translation>打开照片(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Forget recent files</source>
        <translation>清除最近文件</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Copy result</source>
        <translation>复制结果(&amp;C)</translation>
    </message>
    <message>
        <source>Open containing fol&amp;der</source>
        <translation>打开所在文件夹(&amp;D)</translation>
    </message>
    <message>
        <source>Close &amp;photo</source>
        <translation>关闭照片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Reset to &amp;preset</source>
        <translation>恢复预设值(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>查看(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Side &amp;by side</source>
        <translation>并排(&amp;B)</translation>
    </message>
    <message>
        <source>S&amp;plit with a line</source>
        <translation>分割(&amp;P)</translation>
    </message>
    <message>
        <source>B&amp;efore only</source>
        <translation>仅看修复前(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;After only</source>
        <translation>仅看修复后(&amp;A)</translation>
    </message>
    <message>
        <source>Switch side by side and split</source>
        <translation>切换并排和分割</translation>
    </message>
    <message>
        <source>Show the original (hold \)</source>
        <translation>查看原图（按住 \）</translation>
    </message>
    <message>
        <source>Show &amp;changes</source>
        <translation>显示改动(&amp;C)</translation>
    </message>
    <message>
        <source>Show face f&amp;rames</source>
        <translation>显示人脸框(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>实际像素 100%(&amp;1)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>照片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Enhance or cancel</source>
        <translation>一键变高清或取消(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Previous face</source>
        <translation>上一张人脸(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Next face</source>
        <translation>下一张人脸(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Add a face</source>
        <translation>添加人脸(&amp;A)</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>单图精修</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批量修复</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级调参</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型管理</translation>
    </message>
    <message>
        <source>&amp;Start the batch</source>
        <translation>开始批量修复(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Import a model…</source>
        <translation>导入模型(&amp;I)…</translation>
    </message>
    <message>
        <source>Quick &amp;guide</source>
        <translation>快速入门(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;About Heirloom</source>
        <translation>关于拾光(&amp;A)</translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ZoomControl</name>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Fit the picture into the view</source>
        <translation>让图片适合窗口</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Zoom; 100 % shows each pixel of the photo on one of the screen</source>
        <translation>缩放；100% 时，照片的一个像素对应屏幕的一个像素</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
</context>
</TS>
