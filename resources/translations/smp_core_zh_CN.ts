<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Core</name>
    <message>
        <source>&quot;{0}&quot; does not join a picture captioner and a sound captioner.</source>
        <translation>“{0}”不是由一个画面描述器和一个声音描述器组成的。</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; is not a setting.</source>
        <translation>“{0}”不是一项设置。</translation>
    </message>
    <message>
        <source>142 million pictures (picture), AudioSet (sound), captioned pictures from the web (text)</source>
        <translation>1.42 亿张图片（画面）、AudioSet（声音）、网络上带说明文字的图片（文本）</translation>
    </message>
    <message>
        <source>A class needs a name.</source>
        <translation>类别需要一个名称。</translation>
    </message>
    <message>
        <source>A clip is gone.</source>
        <translation>有一个片段已不在了。</translation>
    </message>
    <message>
        <source>A frame of {0}×{1} is too small.</source>
        <translation>{0}×{1} 的画面太小。</translation>
    </message>
    <message>
        <source>A hop of {0} s or less looks at everything.</source>
        <translation>跨步不超过 {0} 秒，才能看到全部内容。</translation>
    </message>
    <message>
        <source>A length of {0} s cannot be cut into windows.</source>
        <translation>{0} 秒的长度无法切成时间窗。</translation>
    </message>
    <message>
        <source>A model needs at least two classes.</source>
        <translation>模型至少需要两个类别。</translation>
    </message>
    <message>
        <source>A position for each patch of {0} needs square frames.</source>
        <translation>{0} 的每个图块各有一个位置，因此需要正方形画面。</translation>
    </message>
    <message>
        <source>A position table of {0} entries is not that of a square picture.</source>
        <translation>有 {0} 项的位置表不属于正方形画面。</translation>
    </message>
    <message>
        <source>A process that makes clips was ended by the system.</source>
        <translation>一个制作片段的进程被系统结束了。</translation>
    </message>
    <message>
        <source>A prompt cannot be empty.</source>
        <translation>提示词不能为空。</translation>
    </message>
    <message>
        <source>A stretch of {0} s cannot be used.</source>
        <translation>{0} 秒的一段无法使用。</translation>
    </message>
    <message>
        <source>A training that goes on keeps its settings.</source>
        <translation>继续的训练保持原来的设置。</translation>
    </message>
    <message>
        <source>A training that goes on keeps its settings: {0}.</source>
        <translation>继续的训练保持原来的设置：{0}。</translation>
    </message>
    <message>
        <source>AST hears and cannot see.</source>
        <translation>AST 只能听，不能看。</translation>
    </message>
    <message>
        <source>Add a class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Add a clip</source>
        <translation>添加片段</translation>
    </message>
    <message>
        <source>Add clips of a second class to tell it from.</source>
        <translation>请再添加第二个类别的片段，才能与之区分。</translation>
    </message>
    <message>
        <source>Add clips of a second class.</source>
        <translation>请再添加第二个类别的片段。</translation>
    </message>
    <message>
        <source>Add clips to it or remove it.</source>
        <translation>请向该类别添加片段，或移除该类别。</translation>
    </message>
    <message>
        <source>Add clips until every class has at least three, better five.</source>
        <translation>请继续添加片段，使每个类别至少有三个，最好有五个。</translation>
    </message>
    <message>
        <source>Add it again.</source>
        <translation>请重新添加它。</translation>
    </message>
    <message>
        <source>Add it to a class, or classify it first.</source>
        <translation>请先把它添加到某个类别，或先对它分类。</translation>
    </message>
    <message>
        <source>Add some with: smp add {0} CLASS FILE…</source>
        <translation>请在“类别”中添加片段。</translation>
    </message>
    <message>
        <source>Add {0} clip</source>
        <translation>添加 {0} 个片段</translation>
    </message>
    <message>
        <source>Add {0} clips</source>
        <translation>添加 {0} 个片段</translation>
    </message>
    <message>
        <source>Adding clips</source>
        <translation>正在添加片段</translation>
    </message>
    <message>
        <source>An incoming video will not have that word; describe what is seen and heard.</source>
        <translation>新视频不会有这个词；请描述看到和听到的内容。</translation>
    </message>
    <message>
        <source>Another process of this training ended before its time.</source>
        <translation>这次训练的另一个进程提前结束了。</translation>
    </message>
    <message>
        <source>Ask its owner for permission.</source>
        <translation>请向其所有者申请权限。</translation>
    </message>
    <message>
        <source>Asking for the files</source>
        <translation>正在询问有哪些文件</translation>
    </message>
    <message>
        <source>Bring that pack back, or make a new project with this one.</source>
        <translation>请恢复那个模型包，或用现在这个模型包新建项目。</translation>
    </message>
    <message>
        <source>Building the pack</source>
        <translation>正在构建模型包</translation>
    </message>
    <message>
        <source>Captioners work with: {0}.</source>
        <translation>描述器可以使用：{0}。</translation>
    </message>
    <message>
        <source>Check it with `smp pack verify {0}`, or remove it first.</source>
        <translation>请在“模型…”中校验它，或先将它移除。</translation>
    </message>
    <message>
        <source>Check that the folder exists and that you may read and write it.</source>
        <translation>请检查该文件夹是否存在，以及您是否有权读写。</translation>
    </message>
    <message>
        <source>Check that the folder exists and that you may write there.</source>
        <translation>请检查该文件夹是否存在，以及您是否有权在其中写入。</translation>
    </message>
    <message>
        <source>Check that the server runs and can be reached.</source>
        <translation>请检查服务器是否在运行、能否访问。</translation>
    </message>
    <message>
        <source>Check the disk it lies on.</source>
        <translation>请检查它所在的磁盘。</translation>
    </message>
    <message>
        <source>Check the disk or the network share, then do it again.</source>
        <translation>请检查磁盘或网络共享文件夹，然后重试。</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>请检查磁盘。</translation>
    </message>
    <message>
        <source>Check the free space and the installation of PyAV (libx264 and AAC).</source>
        <translation>请检查可用空间，以及 PyAV 的安装（libx264 和 AAC）。</translation>
    </message>
    <message>
        <source>Check the name and disk.</source>
        <translation>请检查名称和磁盘。</translation>
    </message>
    <message>
        <source>Check the name and the folder.</source>
        <translation>请检查名称和文件夹。</translation>
    </message>
    <message>
        <source>Check the network, or fetch on another machine and bring it: `smp pack add`.</source>
        <translation>请检查网络，或在另一台机器上获取后在“模型…”中添加。</translation>
    </message>
    <message>
        <source>Checking clips</source>
        <translation>正在检查片段</translation>
    </message>
    <message>
        <source>Choose a folder of its own for arriving videos.</source>
        <translation>请为到达的视频选择一个单独的文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder that videos arrive in.</source>
        <translation>请选择视频会到达的文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation>请选择一个文件夹。</translation>
    </message>
    <message>
        <source>Choose a new or an empty folder for the project.</source>
        <translation>请为项目选择一个新文件夹或空文件夹。</translation>
    </message>
    <message>
        <source>Choose a pack that reads prompts.</source>
        <translation>请选择能读取提示词的模型包。</translation>
    </message>
    <message>
        <source>Choose a stretch</source>
        <translation>选用另一段</translation>
    </message>
    <message>
        <source>Choose a stretch beside it: one moment can be in one class only.</source>
        <translation>请在它旁边选一段：同一时刻只能属于一个类别。</translation>
    </message>
    <message>
        <source>Choose a stretch inside the video.</source>
        <translation>请在视频范围内选一段。</translation>
    </message>
    <message>
        <source>Choose a stretch within it.</source>
        <translation>请在其范围内选一段。</translation>
    </message>
    <message>
        <source>Choose another captioner.</source>
        <translation>请选择其他描述器。</translation>
    </message>
    <message>
        <source>Choose another class to merge with.</source>
        <translation>请选择另一个类别来合并。</translation>
    </message>
    <message>
        <source>Choose another clip or run.</source>
        <translation>请选择其他片段或其他训练。</translation>
    </message>
    <message>
        <source>Choose another name, or merge the two classes.</source>
        <translation>请换一个名称，或合并这两个类别。</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>请选择另一个。</translation>
    </message>
    <message>
        <source>Choose another run.</source>
        <translation>请选择其他训练。</translation>
    </message>
    <message>
        <source>Choose lengths above 0 seconds.</source>
        <translation>请选择大于 0 秒的长度。</translation>
    </message>
    <message>
        <source>Choose one of: {0}.</source>
        <translation>请从中选一个：{0}。</translation>
    </message>
    <message>
        <source>Choose one or more clips first.</source>
        <translation>请先选中一个或多个片段。</translation>
    </message>
    <message>
        <source>Choose one that has.</source>
        <translation>请选择一次已成功的训练。</translation>
    </message>
    <message>
        <source>Choose the folder that holds the clips.</source>
        <translation>请选择存放这些片段的文件夹。</translation>
    </message>
    <message>
        <source>Choose the same file, or remove the clip and add this one.</source>
        <translation>请选择同一个文件，或移除该片段再添加这个文件。</translation>
    </message>
    <message>
        <source>Choose where the clips lie now.</source>
        <translation>请选择片段现在所在的位置。</translation>
    </message>
    <message>
        <source>Choose {0} to {1} s.</source>
        <translation>请选择 {0} 到 {1} 秒。</translation>
    </message>
    <message>
        <source>Classify it again, then use it.</source>
        <translation>请重新分类它，然后再使用。</translation>
    </message>
    <message>
        <source>Classifying</source>
        <translation>正在分类</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller captioner.</source>
        <translation>请关闭其他程序，或选择较小的描述器。</translation>
    </message>
    <message>
        <source>Close other programs, or train on the CPU with --device cpu.</source>
        <translation>请关闭其他程序，或选择 CPU 作为设备。</translation>
    </message>
    <message>
        <source>Close other programs, or use --device cpu.</source>
        <translation>请关闭其他程序，或选择 CPU 作为设备。</translation>
    </message>
    <message>
        <source>Close other programs, or use the CPU.</source>
        <translation>请关闭其他程序，或使用 CPU。</translation>
    </message>
    <message>
        <source>Close other programs, then do it again.</source>
        <translation>请关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>Close the project there, then do it again.</source>
        <translation>请先在那里关闭项目，然后重试。</translation>
    </message>
    <message>
        <source>Colour a class</source>
        <translation>更改类别的颜色</translation>
    </message>
    <message>
        <source>Comparing clips</source>
        <translation>正在比较片段</translation>
    </message>
    <message>
        <source>Convert it to MP4 with H.264 and AAC.</source>
        <translation>请把它转换为使用 H.264 和 AAC 的 MP4。</translation>
    </message>
    <message>
        <source>Convert it to a plain MP4, then classify that.</source>
        <translation>请把它转换为普通的 MP4，再对它分类。</translation>
    </message>
    <message>
        <source>Convert it to a smaller picture size.</source>
        <translation>请把它转换为较小的画面尺寸。</translation>
    </message>
    <message>
        <source>Convert the file to MP4 with AAC, or to WAV.</source>
        <translation>请把该文件转换为使用 AAC 的 MP4，或转换为 WAV。</translation>
    </message>
    <message>
        <source>Convert the video to MP4 with H.264.</source>
        <translation>请把该视频转换为使用 H.264 的 MP4。</translation>
    </message>
    <message>
        <source>Copy clips</source>
        <translation>复制片段</translation>
    </message>
    <message>
        <source>Copy it again, whole, from where it came from.</source>
        <translation>请从来源处重新完整复制一次。</translation>
    </message>
    <message>
        <source>Copy or export the adapter again.</source>
        <translation>请重新复制或导出适配器。</translation>
    </message>
    <message>
        <source>Copy or fetch the model again.</source>
        <translation>请重新复制或获取该模型。</translation>
    </message>
    <message>
        <source>Copy or fetch the pack again.</source>
        <translation>请重新复制或获取该模型包。</translation>
    </message>
    <message>
        <source>Copy or fetch the whole model again.</source>
        <translation>请重新复制或获取整个模型。</translation>
    </message>
    <message>
        <source>Copy the file again from its source.</source>
        <translation>请从来源处重新复制该文件。</translation>
    </message>
    <message>
        <source>Copy the folder with the files that its links lead to.</source>
        <translation>请复制该文件夹时连同其链接所指向的文件一起复制。</translation>
    </message>
    <message>
        <source>Copy the model again.</source>
        <translation>请重新复制该模型。</translation>
    </message>
    <message>
        <source>Copy the model&apos;s whole folder again.</source>
        <translation>请重新复制该模型的整个文件夹。</translation>
    </message>
    <message>
        <source>Copy the model&apos;s whole folder.</source>
        <translation>请复制该模型的整个文件夹。</translation>
    </message>
    <message>
        <source>Copy the newest backup {0} over it, or restore your own copy.</source>
        <translation>请用最新的备份 {0} 覆盖它，或恢复您自己的副本。</translation>
    </message>
    <message>
        <source>Copy the whole folder of {0} again.</source>
        <translation>请重新复制 {0} 的整个文件夹。</translation>
    </message>
    <message>
        <source>Copying (MB)</source>
        <translation>正在复制 (MB)</translation>
    </message>
    <message>
        <source>Correct it to a class first.</source>
        <translation>请先把它更正为某个类别。</translation>
    </message>
    <message>
        <source>DINOv2 ViT-B/14 for picture, AST for sound, CLIP ViT-L/14 for text; no source training.</source>
        <translation>画面用 DINOv2 ViT-B/14，声音用 AST，文本用 CLIP ViT-L/14；未经源类别训练。</translation>
    </message>
    <message>
        <source>Decode at most {0} s at a time.</source>
        <translation>一次最多解码 {0} 秒。</translation>
    </message>
    <message>
        <source>Decoded clips could not be kept in {0}: {1}.</source>
        <translation>解码后的片段无法保存在 {0} 中：{1}。</translation>
    </message>
    <message>
        <source>Delete it yourself if you want to.</source>
        <translation>如有需要，请自行删除。</translation>
    </message>
    <message>
        <source>Did you mean {0}? There are: {1}.</source>
        <translation>您是指 {0} 吗？可用的有：{1}。</translation>
    </message>
    <message>
        <source>Do not use a result for training</source>
        <translation>不再把结果用于训练</translation>
    </message>
    <message>
        <source>Drawing the map</source>
        <translation>正在绘制分布图</translation>
    </message>
    <message>
        <source>Drop the folder with the clips of the class only.</source>
        <translation>请只拖入含有该类别片段的文件夹。</translation>
    </message>
    <message>
        <source>Drop video files, or a folder that holds some.</source>
        <translation>请拖入视频文件，或含有视频的文件夹。</translation>
    </message>
    <message>
        <source>Epochs and batch size must be at least 1.</source>
        <translation>训练轮数和批大小至少为 1。</translation>
    </message>
    <message>
        <source>Eq. 14–15 (phase1 false) speak of two streams.</source>
        <translation>Eq. 14–15（阶段 1 关闭时）讲的是两种信号。</translation>
    </message>
    <message>
        <source>Erasing</source>
        <translation>正在彻底清除</translation>
    </message>
    <message>
        <source>Estimating</source>
        <translation>正在估算</translation>
    </message>
    <message>
        <source>Everything stored so far is kept. Start the work again; the engine restarts by itself. If it happens again, close other programs: memory may have run out.</source>
        <translation>到目前为止保存的内容都还在。请重新开始该任务；引擎会自动重新启动。如果再次发生，请关闭其他程序：可能是内存不足。</translation>
    </message>
    <message>
        <source>Expect fewer right answers than with a pack trained with these settings.</source>
        <translation>答对的会比用这些设置训练过的模型包少。</translation>
    </message>
    <message>
        <source>Expect worse results, or leave the captioner out.</source>
        <translation>结果可能较差；也可以不指定描述器。</translation>
    </message>
    <message>
        <source>Export the adapter again.</source>
        <translation>请重新导出适配器。</translation>
    </message>
    <message>
        <source>Export under another name, or move that away first.</source>
        <translation>请用其他名称导出，或先把它移走。</translation>
    </message>
    <message>
        <source>Fetch both again.</source>
        <translation>请重新获取两者。</translation>
    </message>
    <message>
        <source>Fetch it again.</source>
        <translation>请重新获取。</translation>
    </message>
    <message>
        <source>Fetch it, or add its folder from another machine.</source>
        <translation>请获取它，或从另一台机器添加它的文件夹。</translation>
    </message>
    <message>
        <source>Fetch or export it again.</source>
        <translation>请重新获取或导出。</translation>
    </message>
    <message>
        <source>Fetch the pack again.</source>
        <translation>请重新获取该模型包。</translation>
    </message>
    <message>
        <source>Fetching (MB)</source>
        <translation>正在获取 (MB)</translation>
    </message>
    <message>
        <source>Find clips again</source>
        <translation>找回片段</translation>
    </message>
    <message>
        <source>Finetuning</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>For real footage</source>
        <translation>用于真实视频</translation>
    </message>
    <message>
        <source>Free some memory or install the program again.</source>
        <translation>请腾出一些内存，或重新安装本程序。</translation>
    </message>
    <message>
        <source>Free some memory or use fewer workers, then start again: finished clips stay.</source>
        <translation>请腾出一些内存或减少进程数，然后重新开始：已完成的片段会保留。</translation>
    </message>
    <message>
        <source>Free some space or choose a folder that can be written.</source>
        <translation>请腾出一些空间，或选择可写入的文件夹。</translation>
    </message>
    <message>
        <source>Free some space there; until then every clip is decoded anew each time.</source>
        <translation>请在那里腾出一些空间；在此之前，每个片段每次都要重新解码。</translation>
    </message>
    <message>
        <source>Free some space, or fetch to another disk with --to.</source>
        <translation>请腾出一些空间，然后重新获取。</translation>
    </message>
    <message>
        <source>Free some space, then do it again.</source>
        <translation>请腾出一些空间，然后重试。</translation>
    </message>
    <message>
        <source>Free some space, then do it again; everything stored before is kept.</source>
        <translation>请腾出一些空间，然后重试；此前保存的内容都还在。</translation>
    </message>
    <message>
        <source>Free some space, then do it again; nothing was changed.</source>
        <translation>请腾出一些空间，然后重试；没有更改任何内容。</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>请腾出一些空间。</translation>
    </message>
    <message>
        <source>Give a start before the end.</source>
        <translation>起点必须早于终点。</translation>
    </message>
    <message>
        <source>Give it once.</source>
        <translation>请只指定一次。</translation>
    </message>
    <message>
        <source>Give the folder another name.</source>
        <translation>请给文件夹换一个名称。</translation>
    </message>
    <message>
        <source>Give the folder&apos;s path.</source>
        <translation>请指定文件夹的路径。</translation>
    </message>
    <message>
        <source>Give torchrun --nproc-per-node the number of GPUs.</source>
        <translation>请让 torchrun 的进程数等于 GPU 的数量。</translation>
    </message>
    <message>
        <source>Give your account the right to delete it, then do it again.</source>
        <translation>请让您的帐户有权删除它，然后重试。</translation>
    </message>
    <message>
        <source>Give your account the right to read or write there.</source>
        <translation>请让您的账户有权在那里读写。</translation>
    </message>
    <message>
        <source>Give your account the right to read this file.</source>
        <translation>请让您的账户有权读取该文件。</translation>
    </message>
    <message>
        <source>Give your account the right to read this folder.</source>
        <translation>请让您的账户有权读取该文件夹。</translation>
    </message>
    <message>
        <source>HF_ENDPOINT names {0}, which is no web address.</source>
        <translation>HF_ENDPOINT 的值 {0} 不是网址。</translation>
    </message>
    <message>
        <source>Have them made again.</source>
        <translation>请重新生成。</translation>
    </message>
    <message>
        <source>ImageNet-21k pictures (also for sound) and captioned pictures from the web</source>
        <translation>ImageNet-21k 图片（也用于声音）和网络上带说明文字的图片</translation>
    </message>
    <message>
        <source>Import it into a project with that pack.</source>
        <translation>请把它导入到使用该模型包的项目。</translation>
    </message>
    <message>
        <source>Is the stick plugged in, and may you read it?</source>
        <translation>U 盘是否已插好，您是否有权读取？</translation>
    </message>
    <message>
        <source>Is the stick plugged in?</source>
        <translation>U 盘插好了吗？</translation>
    </message>
    <message>
        <source>Is the stick still plugged in? Otherwise the file is damaged: copy it again.</source>
        <translation>U 盘是否仍插着？若插着，则文件已损坏：请重新复制。</translation>
    </message>
    <message>
        <source>It balances sound against picture with prompts: it needs pavel=true and both streams.</source>
        <translation>它借助提示词平衡声音与画面：需要开启 P-AVeL，并使用两种信号。</translation>
    </message>
    <message>
        <source>It belongs to another model or pack.</source>
        <translation>它属于另一个模型或模型包。</translation>
    </message>
    <message>
        <source>It is not on this machine any more.</source>
        <translation>它已不在本机上。</translation>
    </message>
    <message>
        <source>It may have been removed.</source>
        <translation>它可能已被移除。</translation>
    </message>
    <message>
        <source>It says that it takes {0} GB.</source>
        <translation>它自称需要 {0} GB。</translation>
    </message>
    <message>
        <source>It stays; it is small.</source>
        <translation>它会保留；它很小。</translation>
    </message>
    <message>
        <source>It takes a number.</source>
        <translation>它的值是一个数字。</translation>
    </message>
    <message>
        <source>It takes a whole number.</source>
        <translation>它的值是一个整数。</translation>
    </message>
    <message>
        <source>It takes none, or one or more of {0} with commas between them.</source>
        <translation>它的值可以留空，或是 {0} 中的一个或多个，以逗号分隔。</translation>
    </message>
    <message>
        <source>It takes one of: {0}.</source>
        <translation>它的值是以下之一：{0}。</translation>
    </message>
    <message>
        <source>It takes true or false.</source>
        <translation>它的值是 true 或 false。</translation>
    </message>
    <message>
        <source>It was written by a newer program; update this one.</source>
        <translation>它由较新版本的程序写出；请更新本程序。</translation>
    </message>
    <message>
        <source>Its own message says why. Start the training again: it goes on from the last epoch.</source>
        <translation>原因见其自己的消息。请重新开始训练：会从最后一轮继续。</translation>
    </message>
    <message>
        <source>Its video was classified anew; look again.</source>
        <translation>它的视频已重新分类；请再看一次。</translation>
    </message>
    <message>
        <source>Judge the run again.</source>
        <translation>请重新评判这次训练。</translation>
    </message>
    <message>
        <source>Judging</source>
        <translation>正在评判</translation>
    </message>
    <message>
        <source>Keep it below {0}.</source>
        <translation>请不要超过 {0} 个字符。</translation>
    </message>
    <message>
        <source>Keep it in the one class it shows best.</source>
        <translation>请只把它保留在最能代表它的那个类别。</translation>
    </message>
    <message>
        <source>Keep the table as it is.</source>
        <translation>请让该表保持原样。</translation>
    </message>
    <message>
        <source>Latent attention has nothing to attend to: one stream and no prompts.</source>
        <translation>潜在注意力没有可关注的对象：只有一种信号，也没有提示词。</translation>
    </message>
    <message>
        <source>Leave out --set, or start a new training without --resume.</source>
        <translation>请开始新的训练。</translation>
    </message>
    <message>
        <source>Leave out {0}, or start a new training without --resume.</source>
        <translation>请开始新的训练。</translation>
    </message>
    <message>
        <source>Less than half of {0} to {1} s of {2} could be decoded.</source>
        <translation>{2} 的 {0} 到 {1} 秒只有不到一半能够解码。</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Loading {0}</source>
        <translation>正在加载 {0}</translation>
    </message>
    <message>
        <source>Lock-step fusion needs equal depths.</source>
        <translation>逐层融合需要各信号的层数相同。</translation>
    </message>
    <message>
        <source>Look at the classes again.</source>
        <translation>请重新查看各个类别。</translation>
    </message>
    <message>
        <source>Look at the clips again, then choose anew.</source>
        <translation>请重新查看片段，然后重新选择。</translation>
    </message>
    <message>
        <source>Look at the clips again.</source>
        <translation>请重新查看片段。</translation>
    </message>
    <message>
        <source>Look at them, and shorten by hand those whose end matters.</source>
        <translation>请查看这些提示词，结尾重要的请手工缩短。</translation>
    </message>
    <message>
        <source>Looking at the attention</source>
        <translation>正在查看注意力</translation>
    </message>
    <message>
        <source>Looking at the weights</source>
        <translation>正在检查权重</translation>
    </message>
    <message>
        <source>Looking at videos</source>
        <translation>正在查看视频</translation>
    </message>
    <message>
        <source>Looking for a device</source>
        <translation>正在查找计算设备</translation>
    </message>
    <message>
        <source>Looking for clips</source>
        <translation>正在查找片段</translation>
    </message>
    <message>
        <source>Make a class of clips</source>
        <translation>用片段新建类别</translation>
    </message>
    <message>
        <source>Make one folder per class in it, with that class&apos;s clips.</source>
        <translation>请在其中为每个类别建一个文件夹，放入该类别的片段。</translation>
    </message>
    <message>
        <source>Make one with: smp new {0}</source>
        <translation>它所在的共享文件夹或驱动器目前可能断开。否则请选择其他文件夹，或新建项目。</translation>
    </message>
    <message>
        <source>Make the project folder writable, or copy it to where you may write.</source>
        <translation>请让项目文件夹可写，或把它复制到您有权写入的地方。</translation>
    </message>
    <message>
        <source>Making clips</source>
        <translation>正在制作片段</translation>
    </message>
    <message>
        <source>Memory ran out with {0} clips a batch; going on with {1}.</source>
        <translation>每批 {0} 个片段时内存不足；改为每批 {1} 个继续。</translation>
    </message>
    <message>
        <source>Mend it.</source>
        <translation>请修正它。</translation>
    </message>
    <message>
        <source>Mend or remove {0}.</source>
        <translation>请修正或移除 {0}。</translation>
    </message>
    <message>
        <source>Mend the clips</source>
        <translation>修正片段</translation>
    </message>
    <message>
        <source>Merge classes</source>
        <translation>合并类别</translation>
    </message>
    <message>
        <source>Merging needs two classes.</source>
        <translation>合并需要两个类别。</translation>
    </message>
    <message>
        <source>Move a class</source>
        <translation>移动类别</translation>
    </message>
    <message>
        <source>Move clips</source>
        <translation>移动片段</translation>
    </message>
    <message>
        <source>Move that clip in Classes if it is wrong there.</source>
        <translation>如果那个片段放错了，请在“类别”中移动它。</translation>
    </message>
    <message>
        <source>Name a file, for example heat.png.</source>
        <translation>请指定一个文件，例如 heat.png。</translation>
    </message>
    <message>
        <source>Name a file, for example results.csv.</source>
        <translation>请指定一个文件，例如 results.csv。</translation>
    </message>
    <message>
        <source>Name a folder that holds a pack, or see `smp pack list`.</source>
        <translation>请查看设置菜单中的“模型…”。</translation>
    </message>
    <message>
        <source>Name a folder with one folder per class.</source>
        <translation>请指定一个文件夹，其中每个类别各有一个文件夹。</translation>
    </message>
    <message>
        <source>Name a model&apos;s folder, or its zip.</source>
        <translation>请选择模型的文件夹或其 zip 文件。</translation>
    </message>
    <message>
        <source>Name a new folder, or remove it.</source>
        <translation>请指定一个新文件夹，或先移除它。</translation>
    </message>
    <message>
        <source>Name a new or an empty folder.</source>
        <translation>请指定一个新文件夹或空文件夹。</translation>
    </message>
    <message>
        <source>Name a project&apos;s folder, or make a project in a new or an empty one.</source>
        <translation>请指定项目的文件夹，或在新文件夹或空文件夹中新建项目。</translation>
    </message>
    <message>
        <source>Name a stream, or set head_text to true.</source>
        <translation>请至少选择一种信号，或开启“文字进入分类头”。</translation>
    </message>
    <message>
        <source>Name a stream, or set pavel to false.</source>
        <translation>请至少选择一种信号，或关闭 P-AVeL。</translation>
    </message>
    <message>
        <source>Name a video or sound file.</source>
        <translation>请指定一个视频或声音文件。</translation>
    </message>
    <message>
        <source>Name another folder: smp demo FOLDER</source>
        <translation>请指定另一个文件夹。</translation>
    </message>
    <message>
        <source>Name the folder that `smp export` wrote.</source>
        <translation>请选择“导出适配器…”写出的文件夹。</translation>
    </message>
    <message>
        <source>Name the picture&apos;s first, for example {0}.</source>
        <translation>请先写画面描述器，例如 {0}。</translation>
    </message>
    <message>
        <source>Name the video files to add.</source>
        <translation>请指定要添加的视频文件。</translation>
    </message>
    <message>
        <source>Name video files or folders.</source>
        <translation>请指定视频文件或文件夹。</translation>
    </message>
    <message>
        <source>Name videos or folders of them.</source>
        <translation>请指定视频，或含有视频的文件夹。</translation>
    </message>
    <message>
        <source>No clip could be read.</source>
        <translation>没有任何片段能够读取。</translation>
    </message>
    <message>
        <source>No clip is chosen.</source>
        <translation>没有选中片段。</translation>
    </message>
    <message>
        <source>No clip is missing.</source>
        <translation>没有丢失的片段。</translation>
    </message>
    <message>
        <source>No clip of the class &quot;{0}&quot; could be read; it is left out of this training.</source>
        <translation>类别“{0}”没有任何片段能够读取；这次训练不包括它。</translation>
    </message>
    <message>
        <source>No clip of those in {0} is missing.</source>
        <translation>{0} 中没有丢失的片段。</translation>
    </message>
    <message>
        <source>No clip was given.</source>
        <translation>没有指定片段。</translation>
    </message>
    <message>
        <source>No finished epoch is lost: add --resume to go on.</source>
        <translation>已完成的轮次不会丢失：请在“训练”中按“继续”。</translation>
    </message>
    <message>
        <source>No picture from {0} to {1} s of {2} could be decoded.</source>
        <translation>{2} 的 {0} 到 {1} 秒没有任何画面能够解码。</translation>
    </message>
    <message>
        <source>No sound from {0} to {1} s of {2} could be decoded.</source>
        <translation>{2} 的 {0} 到 {1} 秒没有任何声音能够解码。</translation>
    </message>
    <message>
        <source>No video was given.</source>
        <translation>没有指定视频。</translation>
    </message>
    <message>
        <source>None of the clips can be used.</source>
        <translation>所有片段都无法使用。</translation>
    </message>
    <message>
        <source>None of the {0} files could be used; the first: {1}</source>
        <translation>{0} 个文件都无法使用；第一个：{1}</translation>
    </message>
    <message>
        <source>None of the {0} paths could be used; the first: {1}</source>
        <translation>{0} 个路径都无法使用；第一个：{1}</translation>
    </message>
    <message>
        <source>None of the {0} results could be used for training; the first: {1}</source>
        <translation>{0} 条结果都无法用于训练；第一条：{1}</translation>
    </message>
    <message>
        <source>Not enough memory for {0} clips a batch over {1} processes ({2}).</source>
        <translation>内存不足，无法在 {1} 个进程上每批处理 {0} 个片段 ({2})。</translation>
    </message>
    <message>
        <source>Not enough memory to look at even one clip ({0}).</source>
        <translation>内存不足，连一个片段也无法查看 ({0})。</translation>
    </message>
    <message>
        <source>Not enough memory to look into the attention ({0}).</source>
        <translation>内存不足，无法查看注意力 ({0})。</translation>
    </message>
    <message>
        <source>Not enough memory to train even one clip at a time ({0}).</source>
        <translation>内存不足，每次一个片段也无法训练 ({0})。</translation>
    </message>
    <message>
        <source>Nothing called &quot;{0}&quot; can be fetched.</source>
        <translation>没有名为“{0}”的内容可以获取。</translation>
    </message>
    <message>
        <source>Nothing goes into the head.</source>
        <translation>没有任何内容进入分类头。</translation>
    </message>
    <message>
        <source>Nothing has been trained yet.</source>
        <translation>还没有训练过。</translation>
    </message>
    <message>
        <source>Nothing was changed. Please report this, with the file if you can.</source>
        <translation>没有更改任何内容。请报告此问题，可以的话附上该文件。</translation>
    </message>
    <message>
        <source>Nothing was fetched. Use another mirror, and tell whoever runs this one.</source>
        <translation>没有获取任何内容。请使用其他镜像站，并告知这个镜像站的管理者。</translation>
    </message>
    <message>
        <source>One moment can be in one class only: move the clip instead, or shorten its stretch.</source>
        <translation>同一时刻只能属于一个类别：请改为移动该片段，或缩短它的范围。</translation>
    </message>
    <message>
        <source>Only {0} s of every {1} s of a longer video are looked at.</source>
        <translation>较长的视频每 {1} 秒只查看 {0} 秒。</translation>
    </message>
    <message>
        <source>Only {0} s of {1} are used.</source>
        <translation>{1} 只使用了 {0} 秒。</translation>
    </message>
    <message>
        <source>Open it, or choose another folder for a new one.</source>
        <translation>请打开它，或为新项目选择其他文件夹。</translation>
    </message>
    <message>
        <source>P-AVeL needs sound or picture.</source>
        <translation>P-AVeL 需要声音或画面。</translation>
    </message>
    <message>
        <source>P-PR plays no part in this training.</source>
        <translation>P-PR 在这次训练中不起作用。</translation>
    </message>
    <message>
        <source>Packs on this machine: none. A folder that holds {0} works too.</source>
        <translation>本机没有模型包。也可以指定含有 {0} 的文件夹。</translation>
    </message>
    <message>
        <source>Packs on this machine: {0}. A folder that holds {1} works too.</source>
        <translation>本机的模型包：{0}。也可以指定含有 {1} 的文件夹。</translation>
    </message>
    <message>
        <source>Prompts longer than the {0} tokens that the text encoder takes are cut at a word.</source>
        <translation>提示词超过文本编码器可接受的 {0} 个词元时，会在词的边界处截断。</translation>
    </message>
    <message>
        <source>Put that class&apos;s clips there, then add the folder again.</source>
        <translation>请把该类别的片段放进去，然后重新添加该文件夹。</translation>
    </message>
    <message>
        <source>Put the file back, or tell where it lies now.</source>
        <translation>请把文件放回原处，或指出它现在的位置。</translation>
    </message>
    <message>
        <source>Put the files of {0} into {1}, or fetch them with: smp pack fetch {2}</source>
        <translation>请把 {0} 的文件放入 {1}，或在设置菜单的“模型…”中获取。</translation>
    </message>
    <message>
        <source>Put the model.safetensors of the same model there.</source>
        <translation>请把同一模型的 model.safetensors 放到那里。</translation>
    </message>
    <message>
        <source>Put the old file back, or add the new one under another name.</source>
        <translation>请放回原来的文件，或用其他名称添加新文件。</translation>
    </message>
    <message>
        <source>Put the right model there, or give it a folder of its own.</source>
        <translation>请把正确的模型放到那里，或给它单独的文件夹。</translation>
    </message>
    <message>
        <source>Put the video back, or connect its drive again.</source>
        <translation>请把视频放回原处，或重新连接它所在的驱动器。</translation>
    </message>
    <message>
        <source>Put the videos there, or name another folder.</source>
        <translation>请把视频放到那里，或指定其他文件夹。</translation>
    </message>
    <message>
        <source>Put the {0} of the same model there.</source>
        <translation>请把同一模型的 {0} 放到那里。</translation>
    </message>
    <message>
        <source>Put their files back, or add other clips.</source>
        <translation>请把它们的文件放回原处，或添加其他片段。</translation>
    </message>
    <message>
        <source>Queue it again.</source>
        <translation>请重新把它加入队列。</translation>
    </message>
    <message>
        <source>Reading clips</source>
        <translation>正在读取片段</translation>
    </message>
    <message>
        <source>Reading prompts</source>
        <translation>正在读取提示词</translation>
    </message>
    <message>
        <source>Reading the clip</source>
        <translation>正在读取片段</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>Remove a class</source>
        <translation>移除类别</translation>
    </message>
    <message>
        <source>Remove clips</source>
        <translation>移除片段</translation>
    </message>
    <message>
        <source>Remove it first.</source>
        <translation>请先移除它。</translation>
    </message>
    <message>
        <source>Remove that one first.</source>
        <translation>请先移除那一个。</translation>
    </message>
    <message>
        <source>Rename a class</source>
        <translation>重命名类别</translation>
    </message>
    <message>
        <source>Rename the file, then add it again.</source>
        <translation>请重命名该文件，然后重新添加。</translation>
    </message>
    <message>
        <source>Reorder the classes</source>
        <translation>调整类别顺序</translation>
    </message>
    <message>
        <source>Result {0} is not there any more.</source>
        <translation>结果 {0} 已不在了。</translation>
    </message>
    <message>
        <source>Results may be worse; train again with the present one, or put the old model back.</source>
        <translation>结果可能较差；请用现在的描述器重新训练，或放回原来的模型。</translation>
    </message>
    <message>
        <source>Results may differ slightly from a training with the full batch.</source>
        <translation>结果可能与用完整批大小训练的略有不同。</translation>
    </message>
    <message>
        <source>Run it again.</source>
        <translation>请重新训练。</translation>
    </message>
    <message>
        <source>See `smp pack list`.</source>
        <translation>请查看设置菜单中的“模型…”。</translation>
    </message>
    <message>
        <source>See the runs with: smp status {0}</source>
        <translation>请在“训练”的历史中查看各次训练。</translation>
    </message>
    <message>
        <source>Seed {0} or difficulty {1} is out of range.</source>
        <translation>随机种子 {0} 或难度 {1} 超出范围。</translation>
    </message>
    <message>
        <source>Set multiple_px in the recipe to the patch size.</source>
        <translation>请把配方中的 multiple_px 设为图块大小。</translation>
    </message>
    <message>
        <source>Set square = true, or positions = &quot;table&quot;.</source>
        <translation>请设置 square = true，或 positions = &quot;table&quot;。</translation>
    </message>
    <message>
        <source>Set up again: python packaging/bootstrap.py setup</source>
        <translation>请重新安装设置：python packaging/bootstrap.py setup</translation>
    </message>
    <message>
        <source>Several processes cannot train on {0} together.</source>
        <translation>多个进程不能在 {0} 上一起训练。</translation>
    </message>
    <message>
        <source>Several runs begin with {0}.</source>
        <translation>有多次训练以 {0} 开头。</translation>
    </message>
    <message>
        <source>Show other results, then export.</source>
        <translation>请显示其他结果，然后导出。</translation>
    </message>
    <message>
        <source>Small model for trying the program out; learned only from synthetic scenes.</source>
        <translation>用于试用本程序的小模型；只从合成场景中学习过。</translation>
    </message>
    <message>
        <source>Start a new one.</source>
        <translation>请开始新的训练。</translation>
    </message>
    <message>
        <source>Start a new training instead of resuming.</source>
        <translation>请开始新的训练，而不是继续。</translation>
    </message>
    <message>
        <source>Start one process, or use --device cpu.</source>
        <translation>请只启动一个进程，或选择 CPU 作为设备。</translation>
    </message>
    <message>
        <source>Start one with: smp finetune {0}</source>
        <translation>请先到“训练”进行训练。</translation>
    </message>
    <message>
        <source>Start the training anew.</source>
        <translation>请重新开始训练。</translation>
    </message>
    <message>
        <source>Stopped by the operator.</source>
        <translation>由操作员停止。</translation>
    </message>
    <message>
        <source>Take a model of one width, with as many heads as the recipe says.</source>
        <translation>请使用宽度一致、注意力头数与配方相符的模型。</translation>
    </message>
    <message>
        <source>Take a model of the kind that the catalogue names.</source>
        <translation>请使用目录中所列种类的模型。</translation>
    </message>
    <message>
        <source>That class is gone.</source>
        <translation>那个类别已不在了。</translation>
    </message>
    <message>
        <source>That clip is gone.</source>
        <translation>那个片段已不在了。</translation>
    </message>
    <message>
        <source>The adapter {0} has another format.</source>
        <translation>适配器 {0} 的格式不同。</translation>
    </message>
    <message>
        <source>The adapter {0} was made for another pack ({1}, {2}), this project uses {3} ({4}).</source>
        <translation>适配器 {0} 是为另一个模型包（{1}，{2}）制作的，本项目使用 {3}（{4}）。</translation>
    </message>
    <message>
        <source>The audio stream is not as wide as the text encoder: in training its prototypes are not tuned by the prompts&apos; (Eq. 6 adds vectors of one width).</source>
        <translation>声音信号与文本编码器的宽度不同：训练时，它的原型不会用提示词的原型来调整（Eq. 6 把同宽度的向量相加）。</translation>
    </message>
    <message>
        <source>The captioner {0} has changed since this run learned from its prompts ({1} then, {2} now).</source>
        <translation>这次训练学习描述器 {0} 的提示词之后，该描述器已改变（当时为 {1}，现在为 {2}）。</translation>
    </message>
    <message>
        <source>The captioner {0} needs about {1} GB of memory, {2} GB are free.</source>
        <translation>描述器 {0} 需要约 {1} GB 内存，可用 {2} GB。</translation>
    </message>
    <message>
        <source>The catalogue {0} lacks or garbles {1}.</source>
        <translation>目录 {0} 缺少 {1}，或其内容有误。</translation>
    </message>
    <message>
        <source>The checkpoint in {0} cannot be read.</source>
        <translation>{0} 中的检查点无法读取。</translation>
    </message>
    <message>
        <source>The class &quot;{0}&quot; has no usable clips.</source>
        <translation>类别“{0}”没有可用的片段。</translation>
    </message>
    <message>
        <source>The class name {0} holds invisible characters.</source>
        <translation>类别名称 {0} 含有不可见字符。</translation>
    </message>
    <message>
        <source>The class name {0}… is too long.</source>
        <translation>类别名称 {0}…太长。</translation>
    </message>
    <message>
        <source>The clips, prompts or settings changed since this training was stopped.</source>
        <translation>自这次训练停止后，片段、提示词或设置已改变。</translation>
    </message>
    <message>
        <source>The configuration&apos;s {0} stream is not that of the pack {1}.</source>
        <translation>该配置的 {0} 信号与模型包 {1} 的不符。</translation>
    </message>
    <message>
        <source>The database {0} does not answer: {1}.</source>
        <translation>数据库 {0} 没有响应：{1}。</translation>
    </message>
    <message>
        <source>The decoder could not be started ({0}).</source>
        <translation>解码器无法启动 ({0})。</translation>
    </message>
    <message>
        <source>The difficulty {0} is out of range.</source>
        <translation>难度 {0} 超出范围。</translation>
    </message>
    <message>
        <source>The disk is full at {0}.</source>
        <translation>{0} 所在的磁盘已满。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly in the middle of its work.</source>
        <translation>引擎在工作中意外停止。</translation>
    </message>
    <message>
        <source>The engine, which does the learning, could not be started.</source>
        <translation>负责学习的引擎无法启动。</translation>
    </message>
    <message>
        <source>The file is damaged; copy or fetch it again.</source>
        <translation>该文件已损坏；请重新复制或获取。</translation>
    </message>
    <message>
        <source>The file is damaged; fetch or export it again.</source>
        <translation>该文件已损坏；请重新获取或导出。</translation>
    </message>
    <message>
        <source>The file is probably damaged; set it aside, or convert it to MP4 and try again.</source>
        <translation>该文件可能已损坏；请把它搁置，或转换为 MP4 后重试。</translation>
    </message>
    <message>
        <source>The file may be damaged or not fully copied; copy it again or convert it to MP4.</source>
        <translation>该文件可能已损坏或没有复制完整；请重新复制，或转换为 MP4。</translation>
    </message>
    <message>
        <source>The files of run {0} are gone from {1}.</source>
        <translation>训练 {0} 的文件已不在 {1} 中。</translation>
    </message>
    <message>
        <source>The files of this run are gone from {0}.</source>
        <translation>这次训练的文件已不在 {0} 中。</translation>
    </message>
    <message>
        <source>The hop must be above 0 seconds, not {0}.</source>
        <translation>跨步必须大于 0 秒，而不是 {0}。</translation>
    </message>
    <message>
        <source>The layout {0} is none of a {1} stream.</source>
        <translation>布局 {0} 不能用于 {1} 信号。</translation>
    </message>
    <message>
        <source>The learning rate must be above 0.</source>
        <translation>学习率必须大于 0。</translation>
    </message>
    <message>
        <source>The list of sounds {0} cannot be read: {1}.</source>
        <translation>声音列表 {0} 无法读取：{1}。</translation>
    </message>
    <message>
        <source>The manifest {0} lacks or garbles {1}.</source>
        <translation>清单 {0} 缺少 {1}，或其内容有误。</translation>
    </message>
    <message>
        <source>The maps in {0} are missing or damaged.</source>
        <translation>{0} 中的热图缺失或已损坏。</translation>
    </message>
    <message>
        <source>The memory of this machine ran out.</source>
        <translation>这台电脑的内存已用完。</translation>
    </message>
    <message>
        <source>The memory ran out while the captioner {0} was at work.</source>
        <translation>描述器 {0} 工作时内存已用完。</translation>
    </message>
    <message>
        <source>The model configuration cannot be read: {0}.</source>
        <translation>模型配置无法读取：{0}。</translation>
    </message>
    <message>
        <source>The model configuration has unknown fields {0}.</source>
        <translation>模型配置含有未知字段 {0}。</translation>
    </message>
    <message>
        <source>The model in {0} cannot be opened as {1}: {2}</source>
        <translation>{0} 中的模型无法作为 {1} 打开：{2}</translation>
    </message>
    <message>
        <source>The model in {0} cannot be used as this stream: it has {1} positions, not 2 + {2} × {3}.</source>
        <translation>{0} 中的模型不能用作该信号：它有 {1} 个位置，而不是 2 + {2} × {3} 个。</translation>
    </message>
    <message>
        <source>The model in {0} cannot be used as this stream: it is a {1}.</source>
        <translation>{0} 中的模型不能用作该信号：它的种类是 {1}。</translation>
    </message>
    <message>
        <source>The model in {0} cannot be used as this stream: it lacks {1}.</source>
        <translation>{0} 中的模型不能用作该信号：它缺少 {1}。</translation>
    </message>
    <message>
        <source>The model in {0} cannot be used as this stream: its blocks are not numbered from 0.</source>
        <translation>{0} 中的模型不能用作该信号：它的层不是从 0 开始编号的。</translation>
    </message>
    <message>
        <source>The model in {0} cannot be used as this stream: its patch projection is not one of pictures.</source>
        <translation>{0} 中的模型不能用作该信号：它的图块投影不是用于图片的。</translation>
    </message>
    <message>
        <source>The model in {0} cannot be used as this stream: its patches are {1}.</source>
        <translation>{0} 中的模型不能用作该信号：它的图块是 {1}。</translation>
    </message>
    <message>
        <source>The model in {0} does not fit the {1} stream: {2} missing or unexpected.</source>
        <translation>{0} 中的模型与 {1} 信号不符：{2} 缺少或多余。</translation>
    </message>
    <message>
        <source>The model in {0}: {1} has shape {2}, the {3} stream needs {4}.</source>
        <translation>{0} 中的模型：{1} 的形状是 {2}，{3} 信号需要 {4}。</translation>
    </message>
    <message>
        <source>The model of the captioner {0} is not on this machine.</source>
        <translation>描述器 {0} 的模型不在本机上。</translation>
    </message>
    <message>
        <source>The name of {0} is not valid text.</source>
        <translation>{0} 的名称不是有效的文本。</translation>
    </message>
    <message>
        <source>The note has {0} characters.</source>
        <translation>备注有 {0} 个字符。</translation>
    </message>
    <message>
        <source>The pack &quot;{0}&quot; belongs to the program.</source>
        <translation>模型包“{0}”属于本程序。</translation>
    </message>
    <message>
        <source>The pack &quot;{0}&quot; has no text encoder.</source>
        <translation>模型包“{0}”没有文本编码器。</translation>
    </message>
    <message>
        <source>The pack &quot;{0}&quot; is (in another version) there already.</source>
        <translation>模型包“{0}”已经存在（另一个版本）。</translation>
    </message>
    <message>
        <source>The pack &quot;{0}&quot; is there already.</source>
        <translation>模型包“{0}”已经存在。</translation>
    </message>
    <message>
        <source>The pack &quot;{0}&quot; on this machine ({1}) is not the one that the project was made with ({2}).</source>
        <translation>本机的模型包“{0}”({1}) 不是创建本项目所用的那一个 ({2})。</translation>
    </message>
    <message>
        <source>The pack mixes files of two models; fetch it again.</source>
        <translation>该模型包混有两个模型的文件；请重新获取。</translation>
    </message>
    <message>
        <source>Name a pack&apos;s folder, or its zip.</source>
        <translation>请选择模型包的文件夹或其 zip 文件。</translation>
    </message>
    <message>
        <source>Name the folder of a pack or of a captioner&apos;s model, or a zip file of it.</source>
        <translation>请选择模型包或描述器模型的文件夹，或其 zip 文件。</translation>
    </message>
    <message>
        <source>See that it is the model that it is called after.</source>
        <translation>请确认它就是其名称所指的模型。</translation>
    </message>
    <message>
        <source>Take the right model, or give the folder another name.</source>
        <translation>请使用正确的模型，或给文件夹换一个名称。</translation>
    </message>
    <message>
        <source>The model of the captioner {0} is there already: {1}</source>
        <translation>描述器 {0} 的模型已经存在：{1}</translation>
    </message>
    <message>
        <source>The pack {0} has another format.</source>
        <translation>模型包 {0} 的格式不同。</translation>
    </message>
    <message>
        <source>The pack {0} was not trained with {1}.</source>
        <translation>模型包 {0} 没有用 {1} 训练过。</translation>
    </message>
    <message>
        <source>The pack {0} was not trained with {1}. Starting untrained: {2}.</source>
        <translation>模型包 {0} 没有用 {1} 训练过。以下部分从未训练的状态开始：{2}。</translation>
    </message>
    <message>
        <source>The paper&apos;s backbones</source>
        <translation>论文的骨干网络</translation>
    </message>
    <message>
        <source>The picture of {0} is black.</source>
        <translation>{0} 的画面是全黑的。</translation>
    </message>
    <message>
        <source>The picture of {0} uses a codec that cannot be decoded.</source>
        <translation>{0} 的画面使用了无法解码的编码格式。</translation>
    </message>
    <message>
        <source>The pictures&apos; format {0} cannot be converted.</source>
        <translation>画面格式 {0} 无法转换。</translation>
    </message>
    <message>
        <source>The project has no clips to learn from.</source>
        <translation>项目没有可学习的片段。</translation>
    </message>
    <message>
        <source>The project {0} has no clips.</source>
        <translation>项目 {0} 没有片段。</translation>
    </message>
    <message>
        <source>The project {0} has no trained adapter.</source>
        <translation>项目 {0} 没有训练好的适配器。</translation>
    </message>
    <message>
        <source>The prompt of clip {0} names its class &quot;{1}&quot;.</source>
        <translation>片段 {0} 的提示词含有它的类别名“{1}”。</translation>
    </message>
    <message>
        <source>The recipe has unknown preprocessing {0}.</source>
        <translation>配方含有未知的预处理 {0}。</translation>
    </message>
    <message>
        <source>The recipe&apos;s preprocessing cannot be read: {0}.</source>
        <translation>配方的预处理无法读取：{0}。</translation>
    </message>
    <message>
        <source>The run {0} has no adapter: it failed.</source>
        <translation>训练 {0} 没有适配器：它失败了。</translation>
    </message>
    <message>
        <source>The run {0} has no adapter: it is not finished.</source>
        <translation>训练 {0} 没有适配器：它还没有完成。</translation>
    </message>
    <message>
        <source>The run {0} has no adapter: it was cancelled.</source>
        <translation>训练 {0} 没有适配器：它被停止了。</translation>
    </message>
    <message>
        <source>The run {0} has not succeeded.</source>
        <translation>训练 {0} 没有成功。</translation>
    </message>
    <message>
        <source>The run {0} is finished.</source>
        <translation>训练 {0} 已结束。</translation>
    </message>
    <message>
        <source>The seed {0} is negative.</source>
        <translation>随机种子 {0} 是负数。</translation>
    </message>
    <message>
        <source>The setting {0} cannot be &quot;{1}&quot;.</source>
        <translation>设置 {0} 不能是“{1}”。</translation>
    </message>
    <message>
        <source>The setting {0} is given twice.</source>
        <translation>设置 {0} 指定了两次。</translation>
    </message>
    <message>
        <source>The settings {0} cannot be used: {1}</source>
        <translation>设置 {0} 无法使用：{1}</translation>
    </message>
    <message>
        <source>The sound of {0} uses a codec that cannot be decoded.</source>
        <translation>{0} 的声音使用了无法解码的编码格式。</translation>
    </message>
    <message>
        <source>The sound&apos;s format {0} cannot be converted.</source>
        <translation>声音格式 {0} 无法转换。</translation>
    </message>
    <message>
        <source>The streams have {0} blocks.</source>
        <translation>各信号的层数为 {0}。</translation>
    </message>
    <message>
        <source>The text stream is not as wide as the text encoder: in training its prototypes are not tuned by the prompts&apos; (Eq. 6 adds vectors of one width).</source>
        <translation>文字信号与文本编码器的宽度不同：训练时，它的原型不会用提示词的原型来调整（Eq. 6 把同宽度的向量相加）。</translation>
    </message>
    <message>
        <source>The tokenizer {0} in {1} cannot be read.</source>
        <translation>{1} 中的分词器 {0} 无法读取。</translation>
    </message>
    <message>
        <source>The tokenizer {0} knows more tokens than the text encoder.</source>
        <translation>分词器 {0} 的词元比文本编码器的多。</translation>
    </message>
    <message>
        <source>The visual stream is not as wide as the text encoder: in training its prototypes are not tuned by the prompts&apos; (Eq. 6 adds vectors of one width).</source>
        <translation>画面信号与文本编码器的宽度不同：训练时，它的原型不会用提示词的原型来调整（Eq. 6 把同宽度的向量相加）。</translation>
    </message>
    <message>
        <source>The warnings say why for each; mostly it helps to put the files back where they lay.</source>
        <translation>警告中说明了每一个的原因；多数情况下，把文件放回原处即可。</translation>
    </message>
    <message>
        <source>The {0} stream is not as wide as the text encoder: in training its prototypes are not tuned by the prompts&apos; (Eq. 6 adds vectors of one width).</source>
        <translation>{0} 信号与文本编码器的宽度不同：训练时，它的原型不会用提示词的原型来调整（Eq. 6 把同宽度的向量相加）。</translation>
    </message>
    <message>
        <source>The {0} {1} is not in the project any more.</source>
        <translation>{0} {1} 已不在项目中。</translation>
    </message>
    <message>
        <source>There are no classes yet.</source>
        <translation>还没有任何类别。</translation>
    </message>
    <message>
        <source>There are no prompts by {0} in {1}.</source>
        <translation>{1} 中没有 {0} 写的提示词。</translation>
    </message>
    <message>
        <source>There are no results to write.</source>
        <translation>没有可写出的结果。</translation>
    </message>
    <message>
        <source>There are too few clips to judge: no class has two different ones.</source>
        <translation>片段太少，无法评判：没有一个类别有两个不同的片段。</translation>
    </message>
    <message>
        <source>There are {0} GPUs here, too few for process {1}.</source>
        <translation>这里有 {0} 个 GPU，对进程 {1} 来说太少。</translation>
    </message>
    <message>
        <source>There are: {0}.</source>
        <translation>可用的有：{0}。</translation>
    </message>
    <message>
        <source>There is a class {0} already.</source>
        <translation>已有名为 {0} 的类别。</translation>
    </message>
    <message>
        <source>There is no backup in the project folder; restore your own copy.</source>
        <translation>项目文件夹中没有备份；请恢复您自己的副本。</translation>
    </message>
    <message>
        <source>There is no captioner called &quot;{0}&quot;.</source>
        <translation>没有名为“{0}”的描述器。</translation>
    </message>
    <message>
        <source>There is no captioner model called &quot;{0}&quot;.</source>
        <translation>没有名为“{0}”的描述器模型。</translation>
    </message>
    <message>
        <source>There is no class {0}.</source>
        <translation>没有名为 {0} 的类别。</translation>
    </message>
    <message>
        <source>There is no clip {0} in {1}.</source>
        <translation>{1} 中没有片段 {0}。</translation>
    </message>
    <message>
        <source>There is no finished training to look into.</source>
        <translation>没有可查看的已完成的训练。</translation>
    </message>
    <message>
        <source>There is no folder {0}.</source>
        <translation>没有文件夹 {0}。</translation>
    </message>
    <message>
        <source>There is no incoming video {0}.</source>
        <translation>没有新视频 {0}。</translation>
    </message>
    <message>
        <source>There is no pack called &quot;{0}&quot;.</source>
        <translation>没有名为“{0}”的模型包。</translation>
    </message>
    <message>
        <source>There is no prompt by {0} for clip {1} in {2}.</source>
        <translation>{2} 中没有 {0} 为片段 {1} 写的提示词。</translation>
    </message>
    <message>
        <source>There is no prompt {0}.</source>
        <translation>没有提示词 {0}。</translation>
    </message>
    <message>
        <source>There is no run {0}.</source>
        <translation>没有训练 {0}。</translation>
    </message>
    <message>
        <source>There is no scene class &quot;{0}&quot;.</source>
        <translation>没有名为“{0}”的场景类别。</translation>
    </message>
    <message>
        <source>There is no setting &quot;{0}&quot;.</source>
        <translation>没有名为“{0}”的设置。</translation>
    </message>
    <message>
        <source>There is no split &quot;{0}&quot;.</source>
        <translation>没有名为“{0}”的划分。</translation>
    </message>
    <message>
        <source>There is no unfinished training to resume.</source>
        <translation>没有可继续的未完成的训练。</translation>
    </message>
    <message>
        <source>There is no video at the given paths.</source>
        <translation>给出的路径中没有视频。</translation>
    </message>
    <message>
        <source>There is no video or sound in any of the {0} folders.</source>
        <translation>{0} 个文件夹中都没有视频或声音。</translation>
    </message>
    <message>
        <source>There is no video or sound in {0}.</source>
        <translation>{0} 中没有视频或声音。</translation>
    </message>
    <message>
        <source>There is nothing to do.</source>
        <translation>不需要做任何事。</translation>
    </message>
    <message>
        <source>There is nothing to find again.</source>
        <translation>没有需要找回的内容。</translation>
    </message>
    <message>
        <source>There is only one class to learn: &quot;{0}&quot;.</source>
        <translation>只有一个类别可学习：“{0}”。</translation>
    </message>
    <message>
        <source>This folder is not watched any more.</source>
        <translation>这个文件夹已不再监视。</translation>
    </message>
    <message>
        <source>This machine has no {0} device.</source>
        <translation>这台电脑没有 {0} 设备。</translation>
    </message>
    <message>
        <source>This moment of {0} is a clip of {1} already.</source>
        <translation>{0} 的这一时刻已经是 {1} 的片段。</translation>
    </message>
    <message>
        <source>This moment of {0} is labelled {1} already, so it cannot also be {2}.</source>
        <translation>{0} 的这一时刻已标为 {1}，因此不能再标为 {2}。</translation>
    </message>
    <message>
        <source>This moment of {0} was rejected, so it shows no class.</source>
        <translation>{0} 的这一时刻已被否决，因此不代表任何类别。</translation>
    </message>
    <message>
        <source>This run came from elsewhere, so it is not known what it learned from.</source>
        <translation>这次训练来自别处，因此不知道它是从什么学习的。</translation>
    </message>
    <message>
        <source>This run learned from {0} prompts, not from {1} ones.</source>
        <translation>这次训练学习的是 {0} 的提示词，而不是 {1} 的。</translation>
    </message>
    <message>
        <source>Train again with: smp finetune {0}</source>
        <translation>请先到“训练”进行训练。</translation>
    </message>
    <message>
        <source>Train first with: smp finetune {0}</source>
        <translation>请先到“训练”进行训练。</translation>
    </message>
    <message>
        <source>Train here with the same settings and judge that run.</source>
        <translation>请在这里用相同的设置训练，再评判那次训练。</translation>
    </message>
    <message>
        <source>Train one with: smp finetune {0}</source>
        <translation>请先到“训练”进行训练。</translation>
    </message>
    <message>
        <source>Train with a smaller --batch-size.</source>
        <translation>请用较小的批大小训练。</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>Try another mirror.</source>
        <translation>请尝试其他镜像站。</translation>
    </message>
    <message>
        <source>Unknown device {0}.</source>
        <translation>未知的设备 {0}。</translation>
    </message>
    <message>
        <source>Unknown preset {0}.</source>
        <translation>未知的预设 {0}。</translation>
    </message>
    <message>
        <source>Unknown streams {0}.</source>
        <translation>未知的信号 {0}。</translation>
    </message>
    <message>
        <source>Unknown training settings {0}.</source>
        <translation>未知的训练设置 {0}。</translation>
    </message>
    <message>
        <source>Unknown {0} {1}.</source>
        <translation>未知的 {0} {1}。</translation>
    </message>
    <message>
        <source>Unpack it yourself.</source>
        <translation>请自行解压。</translation>
    </message>
    <message>
        <source>Update the program, then open the project again.</source>
        <translation>请更新本程序，然后重新打开项目。</translation>
    </message>
    <message>
        <source>Update the program.</source>
        <translation>请更新本程序。</translation>
    </message>
    <message>
        <source>Use &quot;audio&quot;, &quot;visual&quot; or both.</source>
        <translation>请使用“audio”、“visual”或两者。</translation>
    </message>
    <message>
        <source>Use &quot;source&quot; or &quot;target&quot;.</source>
        <translation>请使用“source”或“target”。</translation>
    </message>
    <message>
        <source>Use --device auto or cpu.</source>
        <translation>请选择其他设备。</translation>
    </message>
    <message>
        <source>Use 0 to 1.</source>
        <translation>请使用 0 到 1。</translation>
    </message>
    <message>
        <source>Use 1 or more.</source>
        <translation>请使用 1 或更大的数。</translation>
    </message>
    <message>
        <source>Use 1 to {0} letters, digits, spaces and signs.</source>
        <translation>请使用 1 到 {0} 个字母、数字、空格和符号。</translation>
    </message>
    <message>
        <source>Use a clip of at least {0} s.</source>
        <translation>请使用至少 {0} 秒的片段。</translation>
    </message>
    <message>
        <source>Use a file with video or sound in it.</source>
        <translation>请使用含有视频或声音的文件。</translation>
    </message>
    <message>
        <source>Use a name without a folder.</source>
        <translation>请使用不含文件夹的名称。</translation>
    </message>
    <message>
        <source>Use a path inside the folder.</source>
        <translation>请使用该文件夹内的路径。</translation>
    </message>
    <message>
        <source>Use a seed from 0 up and a difficulty from 0 to 1.</source>
        <translation>请使用不小于 0 的随机种子，以及 0 到 1 的难度。</translation>
    </message>
    <message>
        <source>Use a video or sound file such as MP4, MKV, WebM, MOV, AVI, WAV or MP3.</source>
        <translation>请使用 MP4、MKV、WebM、MOV、AVI、WAV 或 MP3 等视频或声音文件。</translation>
    </message>
    <message>
        <source>Use a video or sound file such as MP4, MKV, WebM, MOV, AVI, WAV or MP3. The file may be damaged or not fully copied; copy it again or convert it to MP4.</source>
        <translation>请使用 MP4、MKV、WebM、MOV、AVI、WAV 或 MP3 等视频或声音文件。该文件可能已损坏或没有复制完整；请重新复制，或转换为 MP4。</translation>
    </message>
    <message>
        <source>Use a whole number from 0 up.</source>
        <translation>请使用不小于 0 的整数。</translation>
    </message>
    <message>
        <source>Use at least 8 × 8.</source>
        <translation>请至少使用 8 × 8。</translation>
    </message>
    <message>
        <source>Use auto, cpu, cuda or mps.</source>
        <translation>请使用 auto、cpu、cuda 或 mps。</translation>
    </message>
    <message>
        <source>Use both streams, or set pavel_prompts to true.</source>
        <translation>请使用两种信号，或开启“P-AVeL 使用文字”。</translation>
    </message>
    <message>
        <source>Use both streams, or set phase1 to true.</source>
        <translation>请使用两种信号，或开启“阶段 1：文字感知注意力”。</translation>
    </message>
    <message>
        <source>Use it for the audio stream.</source>
        <translation>请把它用于声音信号。</translation>
    </message>
    <message>
        <source>Use one of: {0}.</source>
        <translation>请使用以下之一：{0}。</translation>
    </message>
    <message>
        <source>Use the pack that it was made for.</source>
        <translation>请使用制作它时所用的模型包。</translation>
    </message>
    <message>
        <source>Use {0} for training</source>
        <translation>把 {0} 用于训练</translation>
    </message>
    <message>
        <source>Verify the pack or fetch it again.</source>
        <translation>请校验该模型包，或重新获取。</translation>
    </message>
    <message>
        <source>Verifying (MB)</source>
        <translation>正在校验 (MB)</translation>
    </message>
    <message>
        <source>ViT-B/16 for sound and picture, CLIP ViT-L/14 for text, as in the paper; no source training.</source>
        <translation>声音和画面用 ViT-B/16，文本用 CLIP ViT-L/14，与论文相同；未经源类别训练。</translation>
    </message>
    <message>
        <source>Wait until it has finished or close it, then do it again.</source>
        <translation>请等它完成或将它关闭，然后重试。</translation>
    </message>
    <message>
        <source>Wait until that one has ended, or stop it.</source>
        <translation>请等其结束，或先停止它。</translation>
    </message>
    <message>
        <source>Weights come as .safetensors, everything else as text; other kinds may run code.</source>
        <translation>权重应为 .safetensors，其余应为文本；其他种类的文件可能会运行代码。</translation>
    </message>
    <message>
        <source>Weights come in no other format.</source>
        <translation>权重只能是这种格式。</translation>
    </message>
    <message>
        <source>Windows of {0} s every {1} s make no sense.</source>
        <translation>每 {1} 秒一个、长 {0} 秒的时间窗没有意义。</translation>
    </message>
    <message>
        <source>Write https://mirror.example, several parted by commas.</source>
        <translation>请写成 https://mirror.example，多个以逗号分隔。</translation>
    </message>
    <message>
        <source>Write it like this: #e69f00</source>
        <translation>请写成这样：#e69f00</translation>
    </message>
    <message>
        <source>Write key=value, for example bottleneck=8.</source>
        <translation>请写成 名称=值，例如 bottleneck=8。</translation>
    </message>
    <message>
        <source>Write prompts first.</source>
        <translation>请先写提示词。</translation>
    </message>
    <message>
        <source>Write what is to be seen and heard.</source>
        <translation>请写出看到和听到的内容。</translation>
    </message>
    <message>
        <source>Writing prompts</source>
        <translation>正在写提示词</translation>
    </message>
    <message>
        <source>Writing results</source>
        <translation>正在写出结果</translation>
    </message>
    <message>
        <source>Writing the video</source>
        <translation>正在写出视频</translation>
    </message>
    <message>
        <source>Your clips stay as they are now; go on from there.</source>
        <translation>您的片段保持现在的样子；请从这里继续。</translation>
    </message>
    <message>
        <source>`smp prompts {0}` writes what is missing and shows the numbers.</source>
        <translation>请到“提示词”补写缺少的内容。</translation>
    </message>
    <message>
        <source>alpha must be at least 0.</source>
        <translation>alpha 至少为 0。</translation>
    </message>
    <message>
        <source>at_least_share in {0} must be above 0 and at most 1.</source>
        <translation>{0} 中的 at_least_share 必须大于 0，且不大于 1。</translation>
    </message>
    <message>
        <source>at_most in {0} must be a whole number from 1 to 10.</source>
        <translation>{0} 中的 at_most 必须是 1 到 10 的整数。</translation>
    </message>
    <message>
        <source>begin_block {0} is outside 0…{1}.</source>
        <translation>begin_block {0} 超出 0…{1} 的范围。</translation>
    </message>
    <message>
        <source>no picture, only its sound is used</source>
        <translation>没有画面，只使用它的声音</translation>
    </message>
    <message>
        <source>no sound, only its picture is used</source>
        <translation>没有声音，只使用它的画面</translation>
    </message>
    <message>
        <source>synthetic scenes only</source>
        <translation>仅合成场景</translation>
    </message>
    <message>
        <source>template in {0} must hold {{}} once.</source>
        <translation>{0} 中的 template 必须恰好含有一个 {{}}。</translation>
    </message>
    <message>
        <source>{0} No finished epoch is lost: add --resume to go on.</source>
        <translation>{0}已完成的轮次不会丢失：请在“训练”中按“继续”。</translation>
    </message>
    <message>
        <source>{0} and {1}: nearly the same moment is in {2}. The two labels contradict each other.</source>
        <translation>{0} 和 {1}：几乎相同的时刻出现在 {2} 中。两个标签互相矛盾。</translation>
    </message>
    <message>
        <source>{0} and {1}: nearly the same moment is in “{2}” {3} times.</source>
        <translation>{0} 和 {1}：几乎相同的时刻在“{2}”中出现 {3} 次。</translation>
    </message>
    <message>
        <source>{0} and {1}: the same moment is in {2}. The two labels contradict each other.</source>
        <translation>{0} 和 {1}：同一时刻出现在 {2} 中。两个标签互相矛盾。</translation>
    </message>
    <message>
        <source>{0} and {1}: the same moment is in “{2}” {3} times.</source>
        <translation>{0} 和 {1}：同一时刻在“{2}”中出现 {3} 次。</translation>
    </message>
    <message>
        <source>{0} answered {1}.</source>
        <translation>{0} 的回答是 {1}。</translation>
    </message>
    <message>
        <source>{0} belongs to the project itself.</source>
        <translation>{0} 属于项目本身。</translation>
    </message>
    <message>
        <source>{0} cannot be found: {1}.</source>
        <translation>找不到 {0}：{1}。</translation>
    </message>
    <message>
        <source>{0} cannot be opened.</source>
        <translation>{0} 无法打开。</translation>
    </message>
    <message>
        <source>{0} cannot be reached. {1}.</source>
        <translation>无法访问 {0}。{1}。</translation>
    </message>
    <message>
        <source>{0} cannot be read or written: the disk reports an error.</source>
        <translation>{0} 无法读写：磁盘报告错误。</translation>
    </message>
    <message>
        <source>{0} cannot be read.</source>
        <translation>{0} 无法读取。</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>{0} 无法读取：{1}。</translation>
    </message>
    <message>
        <source>{0} clips per class is too few.</source>
        <translation>每个类别 {0} 个片段太少。</translation>
    </message>
    <message>
        <source>{0} could not be brought to the newest schema: {1} rows would lose what they belong to.</source>
        <translation>{0} 无法升级到最新的数据库结构：有 {1} 行会失去所属的内容。</translation>
    </message>
    <message>
        <source>{0} could not be decoded ({1}).</source>
        <translation>{0} 无法解码 ({1})。</translation>
    </message>
    <message>
        <source>{0} could not be deleted: {1}.</source>
        <translation>无法删除 {0}：{1}。</translation>
    </message>
    <message>
        <source>{0} could not be encoded: {1}.</source>
        <translation>{0} 无法编码：{1}。</translation>
    </message>
    <message>
        <source>{0} could not be read to its end: {1}.</source>
        <translation>{0} 无法读到末尾：{1}。</translation>
    </message>
    <message>
        <source>{0} could not be written: the disk is full.</source>
        <translation>{0} 无法写入：磁盘已满。</translation>
    </message>
    <message>
        <source>{0} could not be written: {1}.</source>
        <translation>{0} 无法写入：{1}。</translation>
    </message>
    <message>
        <source>{0} did not answer to the end ({1}).</source>
        <translation>{0} 没有回答完整 ({1})。</translation>
    </message>
    <message>
        <source>{0} does not answer like a model hub.</source>
        <translation>{0} 的回答不像模型库。</translation>
    </message>
    <message>
        <source>{0} does not exist.</source>
        <translation>{0} 不存在。</translation>
    </message>
    <message>
        <source>{0} does not fit the model: {1} missing or unexpected.</source>
        <translation>{0} 与模型不符：{1} 缺少或多余。</translation>
    </message>
    <message>
        <source>{0} ended the decoder {1} times before.</source>
        <translation>{0} 以前已使解码器结束 {1} 次。</translation>
    </message>
    <message>
        <source>{0} ended the program {1} times and was set aside.</source>
        <translation>{0} 已使程序结束 {1} 次，因此被搁置。</translation>
    </message>
    <message>
        <source>{0} ends at {1} s.</source>
        <translation>{0} 在 {1} 秒处结束。</translation>
    </message>
    <message>
        <source>{0} ends before this moment.</source>
        <translation>{0} 在这一时刻之前就结束了。</translation>
    </message>
    <message>
        <source>{0} exists already.</source>
        <translation>{0} 已经存在。</translation>
    </message>
    <message>
        <source>{0} has another format.</source>
        <translation>{0} 的格式不同。</translation>
    </message>
    <message>
        <source>{0} has changed since it was added to {1}.</source>
        <translation>{0} 添加到 {1} 之后已改变。</translation>
    </message>
    <message>
        <source>{0} has less than {1} s from {2} s on; it is {3} s long.</source>
        <translation>{0} 从 {2} 秒起不足 {1} 秒；它的时长为 {3} 秒。</translation>
    </message>
    <message>
        <source>{0} has no other part to label.</source>
        <translation>{0} 没有其他部分可标。</translation>
    </message>
    <message>
        <source>{0} has no picture; judged by its sound.</source>
        <translation>{0} 没有画面；只凭声音判断。</translation>
    </message>
    <message>
        <source>{0} has no sound; judged by its picture.</source>
        <translation>{0} 没有声音；只凭画面判断。</translation>
    </message>
    <message>
        <source>{0} has no sound; only its picture is learned.</source>
        <translation>{0} 没有声音；只学习它的画面。</translation>
    </message>
    <message>
        <source>{0} has nothing that this run looks at.</source>
        <translation>{0} 没有这次训练会查看的内容。</translation>
    </message>
    <message>
        <source>{0} has patches of {1} px, but frames are cut for {2} px.</source>
        <translation>{0} 的图块为 {1} 像素，但画面按 {2} 像素裁切。</translation>
    </message>
    <message>
        <source>{0} holds {1} GB of weights; the published {2} has {3} GB.</source>
        <translation>{0} 的权重为 {1} GB，已发布的 {2} 为 {3} GB。</translation>
    </message>
    <message>
        <source>{0} holds {1}, which leads out of it.</source>
        <translation>{0} 中的 {1} 指向该文件夹之外。</translation>
    </message>
    <message>
        <source>{0}: {1} is missing.</source>
        <translation>{0}：缺少 {1}。</translation>
    </message>
    <message>
        <source>{0}: {1} is not the file that the {2} was made with.</source>
        <translation>{0}：{1} 不是制作 {2} 时所用的文件。</translation>
    </message>
    <message>
        <source>{0}: {1} lists {2}, a kind of file that models do not have.</source>
        <translation>{0}：{1} 中列出了 {2}，模型中没有这种文件。</translation>
    </message>
    <message>
        <source>{0} has {1} GB left, {2} GB are needed.</source>
        <translation>{0} 剩余 {1} GB，需要 {2} GB。</translation>
    </message>
    <message>
        <source>{0} holds a model of the kind unknown, with which no captioner works.</source>
        <translation>{0} 中的模型种类未知，没有描述器能使用它。</translation>
    </message>
    <message>
        <source>{0} holds a model of the kind {1}, not {2}.</source>
        <translation>{0} 中的模型种类是 {1}，而不是 {2}。</translation>
    </message>
    <message>
        <source>{0} holds a model of the kind {1}, with which no captioner works.</source>
        <translation>{0} 中的模型属于 {1} 类，没有描述器能使用它。</translation>
    </message>
    <message>
        <source>{0} holds its weights only as {1}, a format that can run foreign code.</source>
        <translation>{0} 的权重只有 {1} 格式，这种格式可能会运行外来代码。</translation>
    </message>
    <message>
        <source>{0} holds its weights only as {1}, which can run foreign code.</source>
        <translation>{0} 的权重只有 {1}，它可能会运行外来代码。</translation>
    </message>
    <message>
        <source>{0} holds more files than any pack.</source>
        <translation>{0} 中的文件比任何模型包都多。</translation>
    </message>
    <message>
        <source>{0} holds more than {1} videos.</source>
        <translation>{0} 中的视频超过 {1} 个。</translation>
    </message>
    <message>
        <source>{0} holds neither a picture nor sound.</source>
        <translation>{0} 既没有画面也没有声音。</translation>
    </message>
    <message>
        <source>{0} holds neither {1} nor {2}.</source>
        <translation>{0} 中既没有 {1}，也没有 {2}。</translation>
    </message>
    <message>
        <source>{0} holds no adapter ({1}).</source>
        <translation>{0} 中没有适配器 ({1})。</translation>
    </message>
    <message>
        <source>{0} holds no adapter: {1} is missing or damaged.</source>
        <translation>{0} 中没有适配器：{1} 缺失或已损坏。</translation>
    </message>
    <message>
        <source>{0} holds no folder.</source>
        <translation>{0} 中没有文件夹。</translation>
    </message>
    <message>
        <source>{0} holds no model.safetensors.</source>
        <translation>{0} 中没有 model.safetensors。</translation>
    </message>
    <message>
        <source>{0} holds no tokenizer.json.</source>
        <translation>{0} 中没有 tokenizer.json。</translation>
    </message>
    <message>
        <source>{0} holds no video in any folder of it.</source>
        <translation>{0} 的各个文件夹中都没有视频。</translation>
    </message>
    <message>
        <source>{0} holds no video, so no class was made of it.</source>
        <translation>{0} 中没有视频，因此没有为它新建类别。</translation>
    </message>
    <message>
        <source>{0} holds no video.</source>
        <translation>{0} 中没有视频。</translation>
    </message>
    <message>
        <source>{0} holds no {1}.</source>
        <translation>{0} 中没有 {1}。</translation>
    </message>
    <message>
        <source>{0} holds something else now than when it was classified.</source>
        <translation>{0} 现在的内容与分类时不同。</translation>
    </message>
    <message>
        <source>{0} holds {1}, a link.</source>
        <translation>{0} 含有链接 {1}。</translation>
    </message>
    <message>
        <source>{0} is a file, not a project folder.</source>
        <translation>{0} 是文件，不是项目文件夹。</translation>
    </message>
    <message>
        <source>{0} is a file.</source>
        <translation>{0} 是一个文件。</translation>
    </message>
    <message>
        <source>{0} is a folder.</source>
        <translation>{0} 是一个文件夹。</translation>
    </message>
    <message>
        <source>{0} is a link.</source>
        <translation>{0} 是一个链接。</translation>
    </message>
    <message>
        <source>{0} is a project already.</source>
        <translation>{0} 已经是一个项目。</translation>
    </message>
    <message>
        <source>{0} is a project, but not the demo.</source>
        <translation>{0} 是一个项目，但不是演示项目。</translation>
    </message>
    <message>
        <source>{0} is a {1} file, which is not accepted.</source>
        <translation>{0} 是 {1} 文件，不接受这种文件。</translation>
    </message>
    <message>
        <source>{0} is another file than when it was added.</source>
        <translation>{0} 与添加时不是同一个文件。</translation>
    </message>
    <message>
        <source>{0} is being fetched already, by another window or command.</source>
        <translation>另一个窗口或命令正在获取 {0}。</translation>
    </message>
    <message>
        <source>{0} is called {1}, but holds a model of the kind unknown, not {2}.</source>
        <translation>{0} 名为 {1}，但其中的模型种类未知，不是 {2}。</translation>
    </message>
    <message>
        <source>{0} is called {1}, but holds a model of the kind {2}, not {3}.</source>
        <translation>{0} 名为 {1}，但其中的模型属于 {2} 类，不是 {3}。</translation>
    </message>
    <message>
        <source>{0} is damaged or is not a project database.</source>
        <translation>{0} 已损坏，或不是项目数据库。</translation>
    </message>
    <message>
        <source>{0} is damaged.</source>
        <translation>{0} 已损坏。</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}.</source>
        <translation>{0} 已损坏：{1}。</translation>
    </message>
    <message>
        <source>{0} is empty.</source>
        <translation>{0} 是空的。</translation>
    </message>
    <message>
        <source>{0} is in use by another program.</source>
        <translation>{0} 正被其他程序使用。</translation>
    </message>
    <message>
        <source>{0} is in {1} already, as {2}.</source>
        <translation>{0} 已在 {1} 中，即 {2}。</translation>
    </message>
    <message>
        <source>{0} is labelled {1} already (as {2}), so it cannot also be {3}.</source>
        <translation>{0} 已标为 {1}（即 {2}），因此不能再标为 {3}。</translation>
    </message>
    <message>
        <source>{0} is labelled {1} from {2} to {3} s already.</source>
        <translation>{0} 的 {2} 到 {3} 秒已标为 {1}。</translation>
    </message>
    <message>
        <source>{0} is locked by a password.</source>
        <translation>{0} 有密码保护。</translation>
    </message>
    <message>
        <source>{0} is missing from the pack, or unreadable.</source>
        <translation>模型包中缺少 {0}，或无法读取。</translation>
    </message>
    <message>
        <source>{0} is missing or damaged.</source>
        <translation>{0} 缺失或已损坏。</translation>
    </message>
    <message>
        <source>{0} is missing, or no plain file.</source>
        <translation>{0} 缺失，或不是普通文件。</translation>
    </message>
    <message>
        <source>{0} is missing.</source>
        <translation>{0} 缺失。</translation>
    </message>
    <message>
        <source>{0} is missing: a text encoder is of no use without its tokenizer.</source>
        <translation>{0} 缺失：没有分词器，文本编码器就无法使用。</translation>
    </message>
    <message>
        <source>{0} is neither a clip nor a classified video of this project.</source>
        <translation>{0} 既不是本项目的片段，也不是本项目分类过的视频。</translation>
    </message>
    <message>
        <source>{0} is neither a folder nor a whole zip file.</source>
        <translation>{0} 既不是文件夹，也不是完整的 zip 文件。</translation>
    </message>
    <message>
        <source>{0} is no colour.</source>
        <translation>{0} 不是颜色。</translation>
    </message>
    <message>
        <source>{0} is no format.</source>
        <translation>{0} 不是一种格式。</translation>
    </message>
    <message>
        <source>{0} is no model pack: {1} is missing or damaged.</source>
        <translation>{0} 不是模型包：{1} 缺失或已损坏。</translation>
    </message>
    <message>
        <source>{0} is no name of a captioner.</source>
        <translation>{0} 不是描述器的名称。</translation>
    </message>
    <message>
        <source>{0} is no name of a pack.</source>
        <translation>{0} 不是模型包的名称。</translation>
    </message>
    <message>
        <source>{0} is no pack.</source>
        <translation>{0} 不是模型包。</translation>
    </message>
    <message>
        <source>{0} is no plain file name.</source>
        <translation>{0} 不是普通的文件名。</translation>
    </message>
    <message>
        <source>{0} is no safetensors file of a sensible size.</source>
        <translation>{0} 不是大小合理的 safetensors 文件。</translation>
    </message>
    <message>
        <source>{0} is no safetensors file.</source>
        <translation>{0} 不是 safetensors 文件。</translation>
    </message>
    <message>
        <source>{0} is no tokenizer.</source>
        <translation>{0} 不是分词器。</translation>
    </message>
    <message>
        <source>{0} is not a file.</source>
        <translation>{0} 不是文件。</translation>
    </message>
    <message>
        <source>{0} is not a folder.</source>
        <translation>{0} 不是文件夹。</translation>
    </message>
    <message>
        <source>{0} is not a project: it holds no {1}.</source>
        <translation>{0} 不是项目：其中没有 {1}。</translation>
    </message>
    <message>
        <source>{0} is not a usable path: {1}.</source>
        <translation>{0} 不是可用的路径：{1}。</translation>
    </message>
    <message>
        <source>{0} is not a video or sound file that can be opened.</source>
        <translation>{0} 不是能够打开的视频或声音文件。</translation>
    </message>
    <message>
        <source>{0} is not an empty folder.</source>
        <translation>{0} 不是空文件夹。</translation>
    </message>
    <message>
        <source>{0} is not the file that the pack was made with.</source>
        <translation>{0} 不是制作模型包时的那个文件。</translation>
    </message>
    <message>
        <source>{0} is not the file that the {1} was made with.</source>
        <translation>{0} 不是制作 {1} 时所用的文件。</translation>
    </message>
    <message>
        <source>{0} is not the file that was labelled as {1}; its content differs.</source>
        <translation>{0} 不是标为 {1} 的那个文件；内容不同。</translation>
    </message>
    <message>
        <source>{0} is not the tokenizer of this text encoder.</source>
        <translation>{0} 不是这个文本编码器的分词器。</translation>
    </message>
    <message>
        <source>{0} is not there any more.</source>
        <translation>{0} 已不在那里。</translation>
    </message>
    <message>
        <source>{0} is not there.</source>
        <translation>{0} 不在那里。</translation>
    </message>
    <message>
        <source>{0} is only {1} s long.</source>
        <translation>{0} 只有 {1} 秒长。</translation>
    </message>
    <message>
        <source>{0} is open in another program: {1} (process {2}).</source>
        <translation>{0} 正在另一个程序中打开：{1}（进程 {2}）。</translation>
    </message>
    <message>
        <source>{0} is silent; only its picture is learned.</source>
        <translation>{0} 是无声的；只学习它的画面。</translation>
    </message>
    <message>
        <source>{0} is there already, and what is in it stays as it is.</source>
        <translation>{0} 已经存在，其中的内容保持不变。</translation>
    </message>
    <message>
        <source>{0} is there already.</source>
        <translation>{0} 已经存在。</translation>
    </message>
    <message>
        <source>{0} lacks or garbles {1}.</source>
        <translation>{0} 缺少 {1}，或其内容有误。</translation>
    </message>
    <message>
        <source>{0} lacks {1}.</source>
        <translation>{0} 缺少 {1}。</translation>
    </message>
    <message>
        <source>{0} leads out of {1}.</source>
        <translation>{0} 指向 {1} 之外。</translation>
    </message>
    <message>
        <source>{0} lists {1}, a kind of file that models do not have.</source>
        <translation>{0} 中列出了 {1}，模型中没有这种文件。</translation>
    </message>
    <message>
        <source>{0} lists {1}, a kind of file that packs do not have.</source>
        <translation>{0} 列出了 {1}，模型包不会有这种文件。</translation>
    </message>
    <message>
        <source>{0} made the decoder stop.</source>
        <translation>{0} 使解码器停止了。</translation>
    </message>
    <message>
        <source>{0} may not be read.</source>
        <translation>{0} 无权读取。</translation>
    </message>
    <message>
        <source>{0} may not be used: {1}.</source>
        <translation>{0} 无法使用：{1}。</translation>
    </message>
    <message>
        <source>{0} may only be read, not written.</source>
        <translation>{0} 只能读取，不能写入。</translation>
    </message>
    <message>
        <source>{0} must name between 2 and {1} sounds.</source>
        <translation>{0} 必须列出 2 到 {1} 种声音。</translation>
    </message>
    <message>
        <source>{0} names classes twice, or fewer than two.</source>
        <translation>{0} 中的类别有重复，或少于两个。</translation>
    </message>
    <message>
        <source>{0} needs more memory than a clip may take.</source>
        <translation>{0} 需要的内存超过一个片段允许的上限。</translation>
    </message>
    <message>
        <source>{0} offers a file under an unsafe name: {1}.</source>
        <translation>{0} 提供的文件名不安全：{1}。</translation>
    </message>
    <message>
        <source>{0} offers its weights only in formats that can run foreign code.</source>
        <translation>{0} 的权重只有可能会运行外来代码的格式。</translation>
    </message>
    <message>
        <source>{0} s long, only the first {1} s are used</source>
        <translation>长 {0} 秒，只使用前 {1} 秒</translation>
    </message>
    <message>
        <source>{0} s of {1} at once is too long.</source>
        <translation>一次读取 {1} 的 {0} 秒太长。</translation>
    </message>
    <message>
        <source>{0} sends more of {1} than there is.</source>
        <translation>{0} 发送的 {1} 超过其应有的大小。</translation>
    </message>
    <message>
        <source>{0} sent only {1} of {2} bytes.</source>
        <translation>{0} 只发送了 {2} 字节中的 {1} 字节。</translation>
    </message>
    <message>
        <source>{0} to {1} s is no stretch of {2}.</source>
        <translation>{0} 到 {1} 秒不是 {2} 中的一段。</translation>
    </message>
    <message>
        <source>{0} took longer than {1} s to decode.</source>
        <translation>{0} 的解码超过了 {1} 秒。</translation>
    </message>
    <message>
        <source>{0} was found again.</source>
        <translation>{0} 已找回。</translation>
    </message>
    <message>
        <source>{0} was not put there by this program.</source>
        <translation>{0} 不是由本程序放在那里的。</translation>
    </message>
    <message>
        <source>{0} was written by a newer version of this program (schema {1}).</source>
        <translation>{0} 由较新版本的本程序写出（数据库结构 {1}）。</translation>
    </message>
    <message>
        <source>{0} {1} is outside 0…1 (below 1).</source>
        <translation>{0} {1} 超出 0…1 的范围（须小于 1）。</translation>
    </message>
    <message>
        <source>{0} {1} is outside 1…{2}.</source>
        <translation>{0} {1} 超出 1…{2} 的范围。</translation>
    </message>
    <message>
        <source>{0}/{1} could not be fetched: {2}</source>
        <translation>{0}/{1} 无法获取：{2}</translation>
    </message>
    <message>
        <source>{0}/{1} could not be fetched: {2} gives another file: its checksum is wrong.</source>
        <translation>{0}/{1} 无法获取：{2} 给出的是另一个文件：校验和不对。</translation>
    </message>
    <message>
        <source>{0}: answer {1}</source>
        <translation>{0}：回答 {1}</translation>
    </message>
    <message>
        <source>{0}: its {1} is damaged.</source>
        <translation>{0}：其中的 {1} 已损坏。</translation>
    </message>
    <message>
        <source>{0}: its {1} is too large to be one.</source>
        <translation>{0}：其中的 {1} 太大，不可能是真的。</translation>
    </message>
    <message>
        <source>{0}: nearly the same moment is in {1}. The two labels contradict each other.</source>
        <translation>{0}：几乎相同的时刻出现在 {1} 中。两个标签互相矛盾。</translation>
    </message>
    <message>
        <source>{0}: nearly the same moment is in “{1}” {2} times.</source>
        <translation>{0}：几乎相同的时刻在“{1}”中出现 {2} 次。</translation>
    </message>
    <message>
        <source>{0}: the same moment is in {1}. The two labels contradict each other.</source>
        <translation>{0}：同一时刻出现在 {1} 中。两个标签互相矛盾。</translation>
    </message>
    <message>
        <source>{0}: the same moment is in “{1}” {2} times.</source>
        <translation>{0}：同一时刻在“{1}”中出现 {2} 次。</translation>
    </message>
    <message>
        <source>{0}: there is no such file or revision</source>
        <translation>{0}：没有这样的文件或版本</translation>
    </message>
    <message>
        <source>{0}: {1} could not be read to its end: {2}.</source>
        <translation>{0}：{1} 未能读到末尾：{2}。</translation>
    </message>
    <message>
        <source>{0}: {1} has shape {2}, the model needs {3}.</source>
        <translation>{0}：{1} 的形状是 {2}，模型需要 {3}。</translation>
    </message>
    <message>
        <source>{0}: {1} holds values that are no finite numbers.</source>
        <translation>{0}：{1} 含有不是有限数的值。</translation>
    </message>
    <message>
        <source>{0}: {1} is damaged.</source>
        <translation>{0}：{1} 已损坏。</translation>
    </message>
    <message>
        <source>{0}: {1} is larger than it says.</source>
        <translation>{0}：{1} 比标明的大。</translation>
    </message>
    <message>
        <source>{0}: {1} would swell beyond measure.</source>
        <translation>{0}：{1} 解压后会大得超出限度。</translation>
    </message>
    <message>
        <source>{0}: {1}.</source>
        <translation>{0}：{1}。</translation>
    </message>
    <message>
        <source>{0}; {1}</source>
        <translation>{0}；{1}</translation>
    </message>
    <message>
        <source>“{0}” can no longer be done again: the same clips were changed since.</source>
        <translation>“{0}”已无法重做：相同的片段后来又改过。</translation>
    </message>
    <message>
        <source>“{0}” can no longer be taken back: the same clips were changed since.</source>
        <translation>“{0}”已无法撤销：相同的片段后来又改过。</translation>
    </message>
    <message>
        <source>“{0}” has 1 clip, another class has {1}.</source>
        <translation>“{0}”有 1 个片段，另一个类别有 {1} 个。</translation>
    </message>
    <message>
        <source>“{0}” has no clip, another class has {1}.</source>
        <translation>“{0}”没有片段，另一个类别有 {1} 个。</translation>
    </message>
    <message>
        <source>“{0}” has no clip.</source>
        <translation>“{0}”没有片段。</translation>
    </message>
    <message>
        <source>“{0}” has {1} clips, another class has {2}.</source>
        <translation>“{0}”有 {1} 个片段，另一个类别有 {2} 个。</translation>
    </message>
</context>
</TS>
