<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>About</name>
    <message>
        <source>About SMP Studio</source>
        <translation>关于 SMP Studio</translation>
    </message>
    <message>
        <source>Version {0}</source>
        <translation>版本 {0}</translation>
    </message>
    <message>
        <source>SMP Studio is free software under the Apache License 2.0. It stands on the packages below, each under its own licence. The icons are Phosphor (MIT).</source>
        <translation>SMP Studio 是自由软件，采用 Apache License 2.0 许可。它建立在下列软件包之上，各有自己的许可证。图标来自 Phosphor (MIT)。</translation>
    </message>
    <message>
        <source>Packages and their licences</source>
        <translation>软件包及其许可证</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>see its files</source>
        <translation>见其文件</translation>
    </message>
</context>
<context>
    <name>AdapterImport</name>
    <message>
        <source>Choose the folder of an exported adapter</source>
        <translation>选择已导出的适配器文件夹</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>The adapter is imported and in use now. It tells apart: {0}.</source>
        <translation>适配器已导入，现在正在使用。它能区分：{0}。</translation>
    </message>
    <message>
        <source>To go back, choose the run that was in use before in the history.</source>
        <translation>要换回去，请在历史中选择之前使用的训练。</translation>
    </message>
    <message>
        <source>Not among this project&apos;s classes, and not added to them: {0}.</source>
        <translation>不在本项目的类别中，也没有加进去：{0}。</translation>
    </message>
    <message>
        <source>It has not learned: {0}.</source>
        <translation>它没有学过：{0}。</translation>
    </message>
</context>
<context>
    <name>AnswersPanel</name>
    <message>
        <source>Clips behind the cell</source>
        <translation>单元格背后的片段</translation>
    </message>
    <message>
        <source>{0}
{1}, {2} sure</source>
        <translation>{0}
{1}，把握 {2}</translation>
    </message>
</context>
<context>
    <name>ArrivalsView</name>
    <message>
        <source>Arrived videos, newest first</source>
        <translation>收到的视频，最新的在前</translation>
    </message>
</context>
<context>
    <name>Attention</name>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}，{1}</translation>
    </message>
    <message>
        <source>Looking into {0}</source>
        <translation>正在查看 {0}</translation>
    </message>
    <message>
        <source>Comparing clips</source>
        <translation>正在比较片段</translation>
    </message>
    <message>
        <source>Writing {0}</source>
        <translation>正在写入 {0}</translation>
    </message>
</context>
<context>
    <name>AttentionStation</name>
    <message>
        <source>Heat or map of clips</source>
        <translation>热图或片段分布图</translation>
    </message>
    <message>
        <source>Heat of the whole model</source>
        <translation>整个模型的热图</translation>
    </message>
    <message>
        <source>Next word of the prompt</source>
        <translation>提示词的下一个词</translation>
    </message>
    <message>
        <source>Previous word of the prompt</source>
        <translation>提示词的上一个词</translation>
    </message>
    <message>
        <source>Next block</source>
        <translation>下一层</translation>
    </message>
    <message>
        <source>Previous block</source>
        <translation>上一层</translation>
    </message>
    <message>
        <source>Next clip</source>
        <translation>下一个片段</translation>
    </message>
    <message>
        <source>Previous clip</source>
        <translation>上一个片段</translation>
    </message>
    <message>
        <source>Compare two runs</source>
        <translation>比较两次训练</translation>
    </message>
    <message>
        <source>Compare all clips</source>
        <translation>比较所有片段</translation>
    </message>
    <message>
        <source>Export heat as PNG…</source>
        <translation>把热图导出为 PNG…</translation>
    </message>
    <message>
        <source>Export heat as video…</source>
        <translation>把热图导出为视频…</translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation>图片 (PNG)…</translation>
    </message>
    <message>
        <source>Video (MP4)…</source>
        <translation>视频 (MP4)…</translation>
    </message>
    <message>
        <source>Nothing trained yet</source>
        <translation>还没有训练过</translation>
    </message>
    <message>
        <source>After a training you see here where the model looks and what it listens to.</source>
        <translation>训练之后，可在这里看到模型看向哪里、在听什么。</translation>
    </message>
    <message>
        <source>Go to Train</source>
        <translation>前往“训练”</translation>
    </message>
    <message>
        <source>No clips to look into</source>
        <translation>没有可查看的片段</translation>
    </message>
    <message>
        <source>Add clips to a class, or let the model watch a folder.</source>
        <translation>向某个类别添加片段，或让模型监视一个文件夹。</translation>
    </message>
    <message>
        <source>Go to Classes</source>
        <translation>前往“类别”</translation>
    </message>
    <message>
        <source>Prompt by {0}: choose a word</source>
        <translation>{0} 写的提示词：请选一个词</translation>
    </message>
</context>
<context>
    <name>CheckPanel</name>
    <message>
        <source>Check of the clips</source>
        <translation>片段检查</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Close the check</source>
        <translation>关闭检查</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Remove 1 clip</source>
        <translation>移除 1 个片段</translation>
    </message>
    <message>
        <source>Remove {0} clips</source>
        <translation>移除 {0} 个片段</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Keep in…</source>
        <translation>保留在…</translation>
    </message>
    <message>
        <source>Choose another stretch</source>
        <translation>选另一段</translation>
    </message>
    <message>
        <source>Add clips…</source>
        <translation>添加片段…</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>{0} things to look at</source>
        <translation>有 {0} 处需要看一下</translation>
    </message>
    <message>
        <source>Nothing wrong was found</source>
        <translation>没有发现问题</translation>
    </message>
    <message>
        <source>1 thing to look at</source>
        <translation>有 1 处需要看一下</translation>
    </message>
    <message>
        <source>Checking {0} of {1}…</source>
        <translation>正在检查第 {0} 个，共 {1} 个…</translation>
    </message>
</context>
<context>
    <name>Chooser</name>
    <message>
        <source>Find a clip</source>
        <translation>查找片段</translation>
    </message>
    <message>
        <source>Which clips</source>
        <translation>选择哪些片段</translation>
    </message>
    <message>
        <source>All clips</source>
        <translation>所有片段</translation>
    </message>
    <message>
        <source>Training clips</source>
        <translation>训练片段</translation>
    </message>
    <message>
        <source>Incoming videos</source>
        <translation>新视频</translation>
    </message>
    <message>
        <source>Clips to look at</source>
        <translation>可查看的片段</translation>
    </message>
</context>
<context>
    <name>ClassActions</name>
    <message>
        <source>Add clips</source>
        <translation>添加片段</translation>
    </message>
    <message>
        <source>Videos and sounds ({0})</source>
        <translation>视频和声音 ({0})</translation>
    </message>
    <message>
        <source>Add a folder of clips</source>
        <translation>添加一个片段文件夹</translation>
    </message>
    <message>
        <source>There is no path of a file in the clipboard.</source>
        <translation>剪贴板中没有文件路径。</translation>
    </message>
    <message>
        <source>Copy files in the file manager, or their paths as text, one a line.</source>
        <translation>请在文件管理器中复制文件，或把它们的路径复制为文本，每行一个。</translation>
    </message>
    <message>
        <source>New class</source>
        <translation>新类别</translation>
    </message>
    <message>
        <source>{0} removed; the files stay where they are.</source>
        <translation>已移除 {0}；文件仍在原处。</translation>
    </message>
    <message>
        <source>Taken back: {0}</source>
        <translation>已撤销：{0}</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>Done again: {0}</source>
        <translation>已重做：{0}</translation>
    </message>
    <message>
        <source>There is nothing to do again.</source>
        <translation>没有可重做的操作。</translation>
    </message>
    <message>
        <source>{0} of {1} could not be used. {2}</source>
        <translation>{1} 项中有 {0} 项无法使用。{2}</translation>
    </message>
    <message>
        <source>{0} added</source>
        <translation>已添加 {0}</translation>
    </message>
</context>
<context>
    <name>ClassWall</name>
    <message>
        <source>Classes and their clips</source>
        <translation>类别及其片段</translation>
    </message>
    <message>
        <source>{0}, clip {1} of {2} in {3}</source>
        <translation>{0}，“{3}”的第 {1} 个片段，共 {2} 个</translation>
    </message>
</context>
<context>
    <name>Classes</name>
    <message>
        <source>Adding clips to {0}</source>
        <translation>正在向“{0}”添加片段</translation>
    </message>
    <message>
        <source>Adding clips</source>
        <translation>正在添加片段</translation>
    </message>
    <message>
        <source>Add the class {0}</source>
        <translation>添加类别“{0}”</translation>
    </message>
    <message>
        <source>Rename {0} to {1}</source>
        <translation>把“{0}”重命名为“{1}”</translation>
    </message>
    <message>
        <source>Colour {0}</source>
        <translation>更改“{0}”的颜色</translation>
    </message>
    <message>
        <source>Move {0}</source>
        <translation>移动{0}</translation>
    </message>
    <message>
        <source>Merge {0} into {1}</source>
        <translation>把“{0}”合并到“{1}”</translation>
    </message>
    <message>
        <source>Make {0} of {1}</source>
        <translation>用{1}新建“{0}”</translation>
    </message>
    <message>
        <source>Remove the class {0}</source>
        <translation>移除类别“{0}”</translation>
    </message>
    <message>
        <source>Move {0} to {1}</source>
        <translation>把{0}移到“{1}”</translation>
    </message>
    <message>
        <source>Copy {0} to {1}</source>
        <translation>把{0}复制到“{1}”</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>移除{0}</translation>
    </message>
    <message>
        <source>Choose another part of {0}</source>
        <translation>选用 {0} 的另一段</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Add {0}</source>
        <translation>添加{0}</translation>
    </message>
    <message>
        <source>Checking the clips</source>
        <translation>正在检查片段</translation>
    </message>
    <message>
        <source>Looking for clips in {0}</source>
        <translation>正在 {0} 中查找片段</translation>
    </message>
    <message>
        <source>Keep it in {0}</source>
        <translation>保留在“{0}”</translation>
    </message>
    <message>
        <source>Add clips…</source>
        <translation>添加片段…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Paste paths</source>
        <translation>粘贴路径</translation>
    </message>
    <message>
        <source>New class</source>
        <translation>新类别</translation>
    </message>
    <message>
        <source>Move {0} to</source>
        <translation>把{0}移到</translation>
    </message>
    <message>
        <source>Label another part as</source>
        <translation>把另一段标为</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Merge into</source>
        <translation>合并到</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Remove the class</source>
        <translation>移除类别</translation>
    </message>
    <message>
        <source>A new class</source>
        <translation>新类别</translation>
    </message>
    <message>
        <source>Another colour…</source>
        <translation>换一种颜色…</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙</translation>
    </message>
    <message>
        <source>Sky blue</source>
        <translation>天蓝</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>Vermilion</source>
        <translation>朱红</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>粉</translation>
    </message>
    <message>
        <source>{0}, light</source>
        <translation>浅{0}</translation>
    </message>
    <message>
        <source>{0}, dark</source>
        <translation>深{0}</translation>
    </message>
    <message>
        <source>Add a folder of clips…</source>
        <translation>添加片段文件夹…</translation>
    </message>
    <message>
        <source>Add the pasted paths</source>
        <translation>添加粘贴的路径</translation>
    </message>
    <message>
        <source>Rename the class</source>
        <translation>重命名类别</translation>
    </message>
    <message>
        <source>Colour, merge, move: the menu</source>
        <translation>颜色、合并、移动：菜单</translation>
    </message>
    <message>
        <source>Check the clips</source>
        <translation>检查片段</translation>
    </message>
    <message>
        <source>Find missing clips…</source>
        <translation>查找丢失的片段…</translation>
    </message>
    <message>
        <source>Choose the class before</source>
        <translation>选择上一个类别</translation>
    </message>
    <message>
        <source>Choose the next class</source>
        <translation>选择下一个类别</translation>
    </message>
    <message>
        <source>Move the class up</source>
        <translation>上移类别</translation>
    </message>
    <message>
        <source>Move the class down</source>
        <translation>下移类别</translation>
    </message>
    <message>
        <source>Make a class of the chosen clips</source>
        <translation>用选中的片段新建类别</translation>
    </message>
    <message>
        <source>Remove what is chosen</source>
        <translation>移除选中的内容</translation>
    </message>
    <message>
        <source>Choose all clips</source>
        <translation>选中所有片段</translation>
    </message>
    <message>
        <source>Choose nothing</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Show the clip large</source>
        <translation>放大显示片段</translation>
    </message>
    <message>
        <source>Clip before</source>
        <translation>前一个片段</translation>
    </message>
    <message>
        <source>Next clip</source>
        <translation>下一个片段</translation>
    </message>
    <message>
        <source>Move the chosen clips to class {0}</source>
        <translation>把选中的片段移到第 {0} 个类别</translation>
    </message>
    <message>
        <source>This file is not where it was.</source>
        <translation>该文件已不在原来的位置。</translation>
    </message>
    <message>
        <source>Without sound</source>
        <translation>没有声音</translation>
    </message>
    <message>
        <source>Without picture</source>
        <translation>没有画面</translation>
    </message>
    <message>
        <source>Drop clips here</source>
        <translation>把片段拖到这里</translation>
    </message>
    <message>
        <source>Drop clips here to make a class</source>
        <translation>把片段拖到这里来新建类别</translation>
    </message>
    <message>
        <source>A folder becomes a class of its name</source>
        <translation>每个文件夹成为一个同名类别</translation>
    </message>
    <message>
        <source>Copy {0}</source>
        <translation>复制{0}</translation>
    </message>
    <message>
        <source>1 more clip would help</source>
        <translation>再加 1 个片段会更好</translation>
    </message>
    <message>
        <source>{0} more clips would help</source>
        <translation>再加 {0} 个片段会更好</translation>
    </message>
</context>
<context>
    <name>ClassesStation</name>
    <message>
        <source>No clips yet</source>
        <translation>还没有片段</translation>
    </message>
    <message>
        <source>A class is one kind of event. Drop clips here, 1 to 20 for each class; a folder becomes a class of its name.</source>
        <translation>一个类别就是一种事件。把片段拖到这里，每个类别 1 到 20 个；一个文件夹会成为一个同名类别。</translation>
    </message>
    <message>
        <source>Add clips…</source>
        <translation>添加片段…</translation>
    </message>
</context>
<context>
    <name>ClipInspector</name>
    <message>
        <source>Find…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>{0} chosen</source>
        <translation>已选 {0}</translation>
    </message>
    <message>
        <source>{0} in all, of {1}</source>
        <translation>共 {0}，时长 {1}</translation>
    </message>
    <message>
        <source>{0:.1f} s used of {1}</source>
        <translation>使用 {0:.1f} 秒，共 {1}</translation>
    </message>
    <message>
        <source>{0} × {1}, {2:.0f} pictures a second</source>
        <translation>{0} × {1}，每秒 {2:.0f} 帧</translation>
    </message>
    <message>
        <source>Make a class of them</source>
        <translation>用它们新建类别</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Merge into</source>
        <translation>合并到</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Remove the class</source>
        <translation>移除类别</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>移到</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>ComparisonPage</name>
    <message>
        <source>Back to the history</source>
        <translation>返回历史记录</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0} 与 {1}</translation>
    </message>
    <message>
        <source>Set differently</source>
        <translation>设置不同之处</translation>
    </message>
    <message>
        <source>All settings are the same</source>
        <translation>所有设置都相同</translation>
    </message>
    <message>
        <source>Neither run has been checked for quality yet</source>
        <translation>两次训练都还没有检查质量</translation>
    </message>
    <message>
        <source>Clips found by {0}; the other was not checked</source>
        <translation>{0} 找到的片段；另一次没有检查过</translation>
    </message>
    <message>
        <source>Clips found by {0} (filled) and {1} (hollow)</source>
        <translation>{0}（实心）与 {1}（空心）找到的片段</translation>
    </message>
</context>
<context>
    <name>ConfusionMatrix</name>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>shown ↓   answered →</source>
        <translation>实际 ↓   回答 →</translation>
    </message>
    <message>
        <source>{0} of {1} clips of “{2}” were found.</source>
        <translation>“{2}”的 {1} 个片段中找到了 {0} 个。</translation>
    </message>
    <message>
        <source>{0} of {1} clips of “{2}” were taken for “{3}”.</source>
        <translation>“{2}”的 {1} 个片段中有 {0} 个被当成了“{3}”。</translation>
    </message>
</context>
<context>
    <name>Diagnostics</name>
    <message>
        <source>Collecting</source>
        <translation>正在收集</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message>
        <source>Diagnostic file</source>
        <translation>诊断文件</translation>
    </message>
    <message>
        <source>This is all that the file will hold. Names of people, computers, folders, files and classes are replaced; clips, prompts and notes are not in it. Nothing is sent: you decide whom to give it to.</source>
        <translation>这就是该文件的全部内容。人名、计算机名、文件夹名、文件名和类别名都已替换；其中没有片段、提示词和备注。不会发送任何内容：交给谁由您决定。</translation>
    </message>
    <message>
        <source>Parts of the file</source>
        <translation>文件的各部分</translation>
    </message>
    <message>
        <source>What the part holds</source>
        <translation>该部分的内容</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Save the diagnostic file</source>
        <translation>保存诊断文件</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Zip 文件 (*.zip)</translation>
    </message>
    <message>
        <source>The diagnostic file is saved: {0}</source>
        <translation>诊断文件已保存：{0}</translation>
    </message>
</context>
<context>
    <name>EraseDialog</name>
    <message>
        <source>Erase what was removed</source>
        <translation>彻底清除已移除的内容</translation>
    </message>
    <message>
        <source>Erase for good what was removed?</source>
        <translation>要彻底清除已移除的内容吗？</translation>
    </message>
    <message>
        <source>A clip that you remove stays in the undo history, in backups and in the cache. Erasing leaves no trace of it in the project. This goes:</source>
        <translation>移除的片段仍留在撤销历史、备份和缓存中。清除之后，项目里不再留下它的任何痕迹。将会清除：</translation>
    </message>
    <message>
        <source>Everything that is in the project now stays, and so do all video files, exports, runs and results. A run that learned from a removed clip keeps what it learned: train again if that matters. The program&apos;s log on this machine may still name files.</source>
        <translation>项目里现有的一切都保留，所有视频文件、导出、训练和结果也都保留。学过已移除片段的训练仍保留所学的内容：如有必要请重新训练。这台机器上的程序日志里可能仍有文件名。</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>此操作无法撤销。</translation>
    </message>
    <message>
        <source>Progress of erasing</source>
        <translation>清除进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Erase for good</source>
        <translation>彻底清除</translation>
    </message>
    <message>
        <source>Letting go of the project…</source>
        <translation>正在放开项目…</translation>
    </message>
    <message>
        <source>Another project is being opened.</source>
        <translation>正在打开另一个项目。</translation>
    </message>
    <message>
        <source>It is being erased.</source>
        <translation>正在清除。</translation>
    </message>
    <message>
        <source>What would go is being counted.</source>
        <translation>正在统计将要清除的内容。</translation>
    </message>
    <message>
        <source>Work is still going on. Stop it, or wait for its end: {0}</source>
        <translation>还有任务在运行。请停止它，或等它结束：{0}</translation>
    </message>
    <message>
        <source>Classification stops after the video of now and goes on afterwards.</source>
        <translation>分类在当前视频之后停下，清除后自动继续。</translation>
    </message>
    <message>
        <source>Erasing… With a large project this takes a while.</source>
        <translation>正在清除…项目较大时需要一些时间。</translation>
    </message>
</context>
<context>
    <name>Erasing</name>
    <message>
        <source>Names of removed clips in the reports on trainings</source>
        <translation>训练报告中已移除片段的名称</translation>
    </message>
    <message>
        <source>All steps of undo, with the removed clips that they hold</source>
        <translation>所有撤销步骤，连同其中已移除的片段</translation>
    </message>
    <message>
        <source>All older backups; a new one is made first</source>
        <translation>所有较早的备份；会先做一份新的</translation>
    </message>
    <message>
        <source>What lies in the cache; it is made again when it is needed</source>
        <translation>缓存里的内容；需要时会重新生成</translation>
    </message>
    <message>
        <source>No step of undo: the history is empty</source>
        <translation>没有撤销步骤：历史是空的</translation>
    </message>
    <message>
        <source>{0}; no removed clip is left in the history</source>
        <translation>{0}；历史中没有已移除的片段</translation>
    </message>
    <message>
        <source>{0}; a new one is made first</source>
        <translation>{0}；会先做一份新的</translation>
    </message>
    <message>
        <source>{0} of small pictures, sound and sentences in the cache; they are made again when they are needed</source>
        <translation>缓存中 {0} 的小图、声音和句子；需要时会重新生成</translation>
    </message>
    <message>
        <source>Erased for good: {0}, {1} and {2}. {3} became free; a new backup was made.</source>
        <translation>已彻底清除：{0}、{1}和{2}。释放了 {3}；已做一份新的备份。</translation>
    </message>
    <message>
        <source>The undo history is empty now.</source>
        <translation>撤销历史现在是空的。</translation>
    </message>
    <message>
        <source>Reports on trainings no longer name {0}.</source>
        <translation>训练报告中不再出现 {0}的名称。</translation>
    </message>
    <message>
        <source>Not deleted, because this program did not make it: {0}</source>
        <translation>未删除，因为不是本程序生成的：{0}</translation>
    </message>
    <message>
        <source>1 step of undo, and in it {0} that you removed</source>
        <translation>1 个撤销步骤，其中有您移除的 {0}</translation>
    </message>
    <message>
        <source>{0} steps of undo, and in them {1} that you removed</source>
        <translation>{0} 个撤销步骤，其中有您移除的 {1}</translation>
    </message>
    <message>
        <source>1 step of undo</source>
        <translation>1 个撤销步骤</translation>
    </message>
    <message>
        <source>{0} steps of undo</source>
        <translation>{0} 个撤销步骤</translation>
    </message>
    <message>
        <source>1 older backup</source>
        <translation>1 份较早的备份</translation>
    </message>
    <message>
        <source>{0} older backups</source>
        <translation>{0} 份较早的备份</translation>
    </message>
    <message>
        <source>1 cached file</source>
        <translation>1 个缓存文件</translation>
    </message>
    <message>
        <source>{0} cached files</source>
        <translation>{0} 个缓存文件</translation>
    </message>
    <message>
        <source>Erasing what was removed</source>
        <translation>正在彻底清除已移除的内容</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Something went wrong inside SMP Studio: {0}</source>
        <translation>SMP Studio 内部出错：{0}</translation>
    </message>
    <message>
        <source>This is not your fault, and your project is kept. Copy the details to report it.</source>
        <translation>这不是您的问题，您的项目没有受损。请复制详细信息以便报告。</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Export heat</source>
        <translation>导出热图</translation>
    </message>
    <message>
        <source>{0} is written.</source>
        <translation>{0} 已写好。</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Training clips most like it</source>
        <translation>与它最相似的训练片段</translation>
    </message>
    <message>
        <source>Compare clips</source>
        <translation>比较片段</translation>
    </message>
    <message>
        <source>{0} says: {1}, {2}</source>
        <translation>{0} 判断为：{1}，{2}</translation>
    </message>
    <message>
        <source>{0}, {1} alike</source>
        <translation>{0}，相似度 {1}</translation>
    </message>
    <message>
        <source>Comparing clips…</source>
        <translation>正在比较片段…</translation>
    </message>
    <message>
        <source>Not compared yet; every clip is looked at once.</source>
        <translation>还没有比较过；每个片段都会查看一次。</translation>
    </message>
    <message>
        <source>There are no other training clips.</source>
        <translation>没有其他训练片段。</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>No clip</source>
        <translation>没有片段</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>All classes</source>
        <translation>所有类别</translation>
    </message>
    <message>
        <source>Any review</source>
        <translation>任意复核状态</translation>
    </message>
    <message>
        <source>All folders</source>
        <translation>所有文件夹</translation>
    </message>
    <message>
        <source>Lowest probability in percent</source>
        <translation>最低概率（百分比）</translation>
    </message>
    <message>
        <source>Highest probability in percent</source>
        <translation>最高概率（百分比）</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>All times</source>
        <translation>所有时间</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>最近 1 小时</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>最近 24 小时</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>What the timeline shows</source>
        <translation>时间轴上显示的范围</translation>
    </message>
    <message>
        <source>Time: {0}</source>
        <translation>时间：{0}</translation>
    </message>
</context>
<context>
    <name>GatesView</name>
    <message>
        <source>Learned gates λ</source>
        <translation>学到的门控 λ</translation>
    </message>
    <message>
        <source>λ says how much of the other streams flows in, block by block. It starts at 0 (or 0.5 for the two text mixes) and is learned.</source>
        <translation>λ 表示每一层流入多少其他信号。它从 0 开始（两个文字混合项从 0.5 开始），在训练中学得。</translation>
    </message>
    <message>
        <source>block {0}</source>
        <translation>第 {0} 层</translation>
    </message>
    <message>
        <source>words beside the sound</source>
        <translation>文字与声音并列</translation>
    </message>
    <message>
        <source>words beside the picture</source>
        <translation>文字与画面并列</translation>
    </message>
    <message>
        <source>sound into the picture</source>
        <translation>声音流入画面</translation>
    </message>
    <message>
        <source>picture into the sound</source>
        <translation>画面流入声音</translation>
    </message>
    <message>
        <source>picture into the words</source>
        <translation>画面流入文字</translation>
    </message>
    <message>
        <source>sound into the words</source>
        <translation>声音流入文字</translation>
    </message>
</context>
<context>
    <name>Health</name>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>an hour, lately</source>
        <translation>近期每小时</translation>
    </message>
    <message>
        <source>classified</source>
        <translation>已分类</translation>
    </message>
    <message>
        <source>not usable</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>Could not be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>全部重试</translation>
    </message>
    <message>
        <source>Every video could be used.</source>
        <translation>每个视频都可以使用。</translation>
    </message>
    <message>
        <source>At this rate the queue is empty in about {0} min.</source>
        <translation>按此速度，队列约 {0} 分钟后清空。</translation>
    </message>
    <message>
        <source>… and {0} more</source>
        <translation>… 还有 {0} 个</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Try {0} again</source>
        <translation>重试 {0}</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>该文件</translation>
    </message>
</context>
<context>
    <name>HeatPage</name>
    <message>
        <source>Attention is an indication, not proof.</source>
        <translation>注意力只是提示，不是证据。</translation>
    </message>
</context>
<context>
    <name>HeatPanel</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>{0}: {1}, {2}</source>
        <translation>{0}：{1}，{2}</translation>
    </message>
    <message>
        <source>This run has no such map: its prompt does not meet picture or sound.</source>
        <translation>这次训练没有这种图：它的提示词不与画面或声音相遇。</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>{0} {1} to {2} times even</source>
        <translation>{0}，为平均值的 {1} 到 {2} 倍</translation>
    </message>
</context>
<context>
    <name>HeatPictures</name>
    <message>
        <source>Frames at {0}</source>
        <translation>{0} 处的画面</translation>
    </message>
</context>
<context>
    <name>HeatSpectrogram</name>
    <message>
        <source>Spectrogram of {0} seconds</source>
        <translation>{0} 秒的声谱图</translation>
    </message>
    <message>
        <source>This run does not listen to sound.</source>
        <translation>这次训练不听声音。</translation>
    </message>
    <message>
        <source>kHz</source>
        <translation>kHz</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Take the tour</source>
        <translation>参观一遍</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>键盘快捷键…</translation>
    </message>
    <message>
        <source>Diagnostic file…</source>
        <translation>诊断文件…</translation>
    </message>
    <message>
        <source>Show the log folder</source>
        <translation>显示日志文件夹</translation>
    </message>
    <message>
        <source>About SMP Studio</source>
        <translation>关于 SMP Studio</translation>
    </message>
    <message>
        <source>The log lies in {0}.</source>
        <translation>日志在 {0}。</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Run history</source>
        <translation>训练历史</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>显示报告</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Use this run</source>
        <translation>使用这次训练</translation>
    </message>
    <message>
        <source>Edit note</source>
        <translation>编辑备注</translation>
    </message>
    <message>
        <source>Export adapter…</source>
        <translation>导出适配器…</translation>
    </message>
    <message>
        <source>Import adapter…</source>
        <translation>导入适配器…</translation>
    </message>
    <message>
        <source>An adapter is being imported.</source>
        <translation>正在导入适配器。</translation>
    </message>
    <message>
        <source>Use an adapter that “Export adapter…” wrote elsewhere. Its folder can be dropped here.</source>
        <translation>使用在别处由“导出适配器…”写出的适配器。也可以把它的文件夹拖到这里。</translation>
    </message>
    <message>
        <source>There is no run yet.</source>
        <translation>还没有训练记录。</translation>
    </message>
    <message>
        <source>Choose one run in the table.</source>
        <translation>请在表中选择一次训练。</translation>
    </message>
    <message>
        <source>This training was not finished.</source>
        <translation>这次训练没有完成。</translation>
    </message>
    <message>
        <source>This run is in use already.</source>
        <translation>这次训练已在使用中。</translation>
    </message>
    <message>
        <source>Choose two runs in the table.</source>
        <translation>请在表中选择两次训练。</translation>
    </message>
    <message>
        <source>Incoming videos are classified with the run in use. Choose two to compare.</source>
        <translation>新视频由正在使用的训练来分类。选两个即可比较。</translation>
    </message>
</context>
<context>
    <name>Incoming</name>
    <message>
        <source>Could not be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>Looking at it now</source>
        <translation>正在查看</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Classified by an earlier run</source>
        <translation>由较早的训练分类</translation>
    </message>
    <message>
        <source>This project watches folders; it was not opened on this machine before.</source>
        <translation>此项目会监视文件夹；此前未在本机上打开过。</translation>
    </message>
    <message>
        <source>Another program classifies this project&apos;s videos.</source>
        <translation>另一个程序正在对此项目的视频进行分类。</translation>
    </message>
    <message>
        <source>The command smp watch on the machine {0} classifies this project&apos;s videos.</source>
        <translation>机器 {0} 上的命令 smp watch 正在对此项目的视频进行分类。</translation>
    </message>
    <message>
        <source>The command smp watch classifies this project&apos;s videos.</source>
        <translation>命令 smp watch 正在对此项目的视频进行分类。</translation>
    </message>
    <message>
        <source>Incoming is paused: {0}</source>
        <translation>“新视频”已暂停：{0}</translation>
    </message>
    <message>
        <source>It goes on here when that program has ended.</source>
        <translation>那个程序结束后，这里会自动继续。</translation>
    </message>
    <message>
        <source>Go to Incoming to resume.</source>
        <translation>前往“新视频”以继续。</translation>
    </message>
    <message>
        <source>The last batch gave no answer.</source>
        <translation>上一批没有得到回答。</translation>
    </message>
    <message>
        <source>Classifying {0}</source>
        <translation>正在分类 {0}</translation>
    </message>
    <message>
        <source>Watching {0}</source>
        <translation>正在监视 {0}</translation>
    </message>
    <message>
        <source>Leaving a folder</source>
        <translation>不再监视文件夹</translation>
    </message>
    <message>
        <source>Pausing a folder</source>
        <translation>正在暂停文件夹</translation>
    </message>
    <message>
        <source>Queueing {0}</source>
        <translation>正在把{0}加入队列</translation>
    </message>
    <message>
        <source>Trying {0} again</source>
        <translation>正在重试 {0}</translation>
    </message>
    <message>
        <source>Queueing earlier videos</source>
        <translation>正在把较早的视频加入队列</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>监视文件夹…</translation>
    </message>
    <message>
        <source>Add files to classify…</source>
        <translation>添加要分类的文件…</translation>
    </message>
    <message>
        <source>Pause or resume classification</source>
        <translation>暂停或继续分类</translation>
    </message>
    <message>
        <source>Try all failed videos again</source>
        <translation>重试所有失败的视频</translation>
    </message>
    <message>
        <source>Classify earlier videos with the newest run</source>
        <translation>用最新的训练重新分类较早的视频</translation>
    </message>
    <message>
        <source>Look into the watched folders now</source>
        <translation>立即查看监视的文件夹</translation>
    </message>
    <message>
        <source>Watch the left folder again</source>
        <translation>重新监视刚才停止的文件夹</translation>
    </message>
    <message>
        <source>Show the results</source>
        <translation>显示结果</translation>
    </message>
    <message>
        <source>Still being copied: {0}.</source>
        <translation>仍在复制中：{0}。</translation>
    </message>
    <message>
        <source>Waiting: {0}.</source>
        <translation>等待中：{0}。</translation>
    </message>
    <message>
        <source>Videos are classified as soon as a training is done.</source>
        <translation>训练一完成，视频就会被分类。</translation>
    </message>
    <message>
        <source>Nothing is trained yet</source>
        <translation>还没有训练</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>The watched folders cannot be looked through: {0}</source>
        <translation>无法查看监视的文件夹：{0}</translation>
    </message>
    <message>
        <source>Look at the folders on the left, then resume.</source>
        <translation>请查看左侧的文件夹，然后继续。</translation>
    </message>
    <message>
        <source>Classification stopped</source>
        <translation>分类已停止</translation>
    </message>
    <message>
        <source>Waiting for the training to end</source>
        <translation>等待训练结束</translation>
    </message>
    <message>
        <source>Classifying {0} of {1}</source>
        <translation>正在分类 {0}，共 {1}</translation>
    </message>
    <message>
        <source>Starting to classify</source>
        <translation>正在开始分类</translation>
    </message>
    <message>
        <source>The next ones are being looked for.</source>
        <translation>正在查找后面的视频。</translation>
    </message>
    <message>
        <source>{0} waiting</source>
        <translation>{0} 个等待中</translation>
    </message>
    <message>
        <source>{0} cannot be reached; it is looked for again and again.</source>
        <translation>无法访问 {0}；会不断重新尝试。</translation>
    </message>
    <message>
        <source>Waiting for new videos</source>
        <translation>等待新视频</translation>
    </message>
    <message>
        <source>Drop videos here, or watch a folder.</source>
        <translation>把视频拖到这里，或监视一个文件夹。</translation>
    </message>
    <message>
        <source>One folder is watched; what arrives there is classified.</source>
        <translation>正在监视一个文件夹；到达其中的视频会被分类。</translation>
    </message>
    <message>
        <source>{0} folders are watched; what arrives there is classified.</source>
        <translation>正在监视 {0} 个文件夹；到达其中的视频会被分类。</translation>
    </message>
    <message>
        <source>{0} windows, the surest at {1}</source>
        <translation>{0} 个时间窗，最有把握的在 {1}</translation>
    </message>
</context>
<context>
    <name>IncomingStation</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go to Train</source>
        <translation>前往“训练”</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>监视文件夹</translation>
    </message>
    <message>
        <source>Classify videos</source>
        <translation>分类视频</translation>
    </message>
    <message>
        <source>Videos and sounds ({0})</source>
        <translation>视频和声音 ({0})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>No folder is watched</source>
        <translation>没有监视任何文件夹</translation>
    </message>
    <message>
        <source>Videos that arrive in a watched folder are classified by themselves. Drop a folder or videos here, or choose one. Each gets one of your classes, so what is no event needs a class too.</source>
        <translation>到达监视文件夹的视频会自动分类。把文件夹或视频拖到这里，或选择一个。每个视频都会归入您的某个类别，所以不是事件的内容也需要一个类别。</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>监视文件夹…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>{0} were classified before; see Results.</source>
        <translation>{0}以前已分类；见“结果”。</translation>
    </message>
    <message>
        <source>{0} is watched no longer; Ctrl+Z takes that back.</source>
        <translation>不再监视 {0}；按 Ctrl+Z 可撤销。</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Choose something to see it here.</source>
        <translation>选中某项后在这里查看。</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>epoch {0}</source>
        <translation>第 {0} 轮</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩余 {0}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>{0}; {1} set aside or noted: {2}</source>
        <translation>{0}；{1} 项被搁置或有提示：{2}</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Background jobs</source>
        <translation>后台任务</translation>
    </message>
    <message>
        <source>Nothing runs in the background.</source>
        <translation>没有后台任务在运行。</translation>
    </message>
</context>
<context>
    <name>LargeView</name>
    <message>
        <source>Clip before</source>
        <translation>前一个片段</translation>
    </message>
    <message>
        <source>Next clip</source>
        <translation>下一个片段</translation>
    </message>
    <message>
        <source>All clips</source>
        <translation>所有片段</translation>
    </message>
</context>
<context>
    <name>Likeness</name>
    <message>
        <source>Comparing clips…</source>
        <translation>正在比较片段…</translation>
    </message>
    <message>
        <source>Comparing clips: {0} of {1}</source>
        <translation>正在比较片段：{0} / {1}</translation>
    </message>
    <message>
        <source>The clips could not be compared.</source>
        <translation>无法比较这些片段。</translation>
    </message>
    <message>
        <source>Stopped before the end.</source>
        <translation>在完成之前停止了。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open a project folder</source>
        <translation>打开项目文件夹</translation>
    </message>
    <message>
        <source>Learned from {0}</source>
        <translation>学习自 {0}</translation>
    </message>
    <message>
        <source>{0}
{1} of {2} memory free</source>
        <translation>{0}
内存可用 {1}，共 {2}</translation>
    </message>
</context>
<context>
    <name>Maps</name>
    <message>
        <source>Looking into {0}…</source>
        <translation>正在查看 {0}…</translation>
    </message>
    <message>
        <source>This clip could not be looked into.</source>
        <translation>无法查看这个片段。</translation>
    </message>
    <message>
        <source>Stopped. Choose the clip again to look into it.</source>
        <translation>已停止。再次选中该片段即可查看。</translation>
    </message>
</context>
<context>
    <name>Media</name>
    <message>
        <source>Reading clips</source>
        <translation>正在读取片段</translation>
    </message>
    <message>
        <source>Reading a clip</source>
        <translation>正在读取片段</translation>
    </message>
</context>
<context>
    <name>Mends</name>
    <message>
        <source>Where is {0} now?</source>
        <translation>{0} 现在在哪里？</translation>
    </message>
    <message>
        <source>A folder that holds the missing clips</source>
        <translation>存有丢失片段的文件夹</translation>
    </message>
    <message>
        <source>None of the missing clips is there.</source>
        <translation>那里没有任何丢失的片段。</translation>
    </message>
    <message>
        <source>Files are known by their content: changed ones are not found again.</source>
        <translation>文件按内容辨认：内容改变过的文件无法再找到。</translation>
    </message>
    <message>
        <source>{0} found again</source>
        <translation>找回了 {0}</translation>
    </message>
    <message>
        <source>{0} still missing</source>
        <translation>仍缺 {0}</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Recent</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>{0}, not there at present</source>
        <translation>{0}（目前不在那里）</translation>
    </message>
    <message>
        <source>Take what is not there off this list</source>
        <translation>从列表中移除不在那里的项目</translation>
    </message>
    <message>
        <source>{0} is not there at present.</source>
        <translation>{0} 目前不在那里。</translation>
    </message>
    <message>
        <source>The share or drive that it lies on may be away. If the project is gone for good, take it off the list in the project menu.</source>
        <translation>它所在的共享文件夹或驱动器可能暂时断开。如果项目已不复存在，请在项目菜单中将它从列表移除。</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The language changes at the next start of SMP Studio.</source>
        <translation>语言将在下次启动 SMP Studio 时更改。</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Progress of {0}</source>
        <translation>{0} 的进度</translation>
    </message>
    <message>
        <source>Fetch about {0} from {1}?</source>
        <translation>从 {1} 获取约 {0}？</translation>
    </message>
    <message>
        <source>checksum known</source>
        <translation>校验和已知</translation>
    </message>
    <message>
        <source>checksum as the hub tells it</source>
        <translation>校验和由模型库提供</translation>
    </message>
    <message>
        <source>Fetch to a stick…</source>
        <translation>获取到 U 盘…</translation>
    </message>
    <message>
        <source>Fetch now</source>
        <translation>现在获取</translation>
    </message>
    <message>
        <source>Remove {0}, {1}?</source>
        <translation>移除 {0}（{1}）？</translation>
    </message>
    <message>
        <source>Needed by: {0}</source>
        <translation>需要它的描述器：{0}</translation>
    </message>
    <message>
        <source>The open project uses it: without it, no new prompts and no classification by runs that learned from its prompts.</source>
        <translation>当前项目在使用它：没有它，就无法写新的提示词，用其提示词学习过的训练也无法分类。</translation>
    </message>
    <message>
        <source>Undo brings it back until this window is closed.</source>
        <translation>关闭此窗口之前，可用“撤销”恢复。</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>本机已有</translation>
    </message>
    <message>
        <source>Packs to fetch</source>
        <translation>可获取的模型包</translation>
    </message>
    <message>
        <source>Captioners: they write the prompts</source>
        <translation>描述器：负责写提示词</translation>
    </message>
    <message>
        <source>Where to fetch it to</source>
        <translation>获取到哪里</translation>
    </message>
    <message>
        <source>Fetched to {0}. On the other machine: “Models…”, “Add from a folder…”.</source>
        <translation>已获取到 {0}。在另一台机器上：“模型…”→“从文件夹添加…”。</translation>
    </message>
    <message>
        <source>“{0}” may need it. Wait until that has ended, or stop it first.</source>
        <translation>“{0}”可能需要它。请等其结束，或先停止它。</translation>
    </message>
    <message>
        <source>Adding {0}…</source>
        <translation>正在添加 {0}…</translation>
    </message>
    <message>
        <source>Stopped; nothing was added.</source>
        <translation>已停止；没有添加任何内容。</translation>
    </message>
    <message>
        <source>Copying {0}…</source>
        <translation>正在复制 {0}…</translation>
    </message>
    <message>
        <source>{0} was copied; every file is whole.</source>
        <translation>{0} 已复制；所有文件完整。</translation>
    </message>
    <message>
        <source>Stopped; nothing was copied.</source>
        <translation>已停止；没有复制任何内容。</translation>
    </message>
    <message>
        <source>Where to copy {0} to</source>
        <translation>将 {0} 复制到哪里</translation>
    </message>
    <message>
        <source>Wait until this is copied, or stop it.</source>
        <translation>请等复制完成，或先停止。</translation>
    </message>
    <message>
        <source>The folder of a pack or of a captioner&apos;s model</source>
        <translation>模型包或描述器模型的文件夹</translation>
    </message>
    <message>
        <source>The zip file of a pack or of a captioner&apos;s model</source>
        <translation>模型包或描述器模型的 zip 文件</translation>
    </message>
    <message>
        <source>Every file is whole and fits the model.</source>
        <translation>所有文件完整，并与模型相符。</translation>
    </message>
    <message>
        <source>Add from a folder…</source>
        <translation>从文件夹添加…</translation>
    </message>
    <message>
        <source>Add from a zip file…</source>
        <translation>从 zip 文件添加…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Works offline. The network is used by “Fetch” alone, and only after you agreed.</source>
        <translation>可离线工作。只有“获取”会使用网络，而且要先经您同意。</translation>
    </message>
    <message>
        <source>Missing: the pack “{0}” that this project was made with.</source>
        <translation>缺少：创建本项目所用的模型包“{0}”。</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>learned from {0}</source>
        <translation>学习自 {0}</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>about {0} to fetch</source>
        <translation>需获取约 {0}</translation>
    </message>
    <message>
        <source>needs about {0} of memory</source>
        <translation>需要约 {0} 内存</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>put there by another program: {0}</source>
        <translation>由其他程序放在：{0}</translation>
    </message>
    <message>
        <source>Fetch…</source>
        <translation>获取…</translation>
    </message>
    <message>
        <source>{0} fetched so far</source>
        <translation>目前已获取 {0}</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Copy to…</source>
        <translation>复制到…</translation>
    </message>
    <message>
        <source>not on this machine</source>
        <translation>本机没有</translation>
    </message>
    <message>
        <source>here</source>
        <translation>已有</translation>
    </message>
    <message>
        <source>Stopped. What came is kept; Fetch goes on from there.</source>
        <translation>已停止。已下载的部分会保留；按“获取”可继续。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>{0} was added; every file is whole.</source>
        <translation>{0} 已添加；所有文件完整。</translation>
    </message>
    <message>
        <source>{0} was removed.</source>
        <translation>{0} 已移除。</translation>
    </message>
    <message>
        <source>{0} is back.</source>
        <translation>{0} 已恢复。</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Zip 文件 (*.zip)</translation>
    </message>
</context>
<context>
    <name>NameEditor</name>
    <message>
        <source>Name of the class</source>
        <translation>类别名称</translation>
    </message>
</context>
<context>
    <name>NewProject</name>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>For example: Ward 3 falls</source>
        <translation>例如：三病区跌倒</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Make the project</source>
        <translation>创建项目</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Give the project a name first.</source>
        <translation>请先给项目命名。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>模型包</translation>
    </message>
    <message>
        <source>Where to make the project</source>
        <translation>在哪里创建项目</translation>
    </message>
    <message>
        <source>There is no usable pack on this machine.</source>
        <translation>本机没有可用的模型包。</translation>
    </message>
    <message>
        <source>That folder holds things already.</source>
        <translation>该文件夹里已有内容。</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Notice</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>关闭此通知</translation>
    </message>
    <message>
        <source>{0} more</source>
        <translation>还有 {0} 条</translation>
    </message>
</context>
<context>
    <name>Packs</name>
    <message>
        <source>Fetching {0}</source>
        <translation>正在获取 {0}</translation>
    </message>
    <message>
        <source>Adding {0}</source>
        <translation>正在添加 {0}</translation>
    </message>
    <message>
        <source>Copying {0}</source>
        <translation>正在复制 {0}</translation>
    </message>
    <message>
        <source>Verifying {0}</source>
        <translation>正在校验 {0}</translation>
    </message>
    <message>
        <source>Its pack has learned only from synthetic scenes.</source>
        <translation>其模型包只从合成场景中学习过。</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
</context>
<context>
    <name>Plane</name>
    <message>
        <source>PCA</source>
        <translation>PCA</translation>
    </message>
    <message>
        <source>Straight view: distances are true</source>
        <translation>直接视图：距离真实</translation>
    </message>
    <message>
        <source>t-SNE</source>
        <translation>t-SNE</translation>
    </message>
    <message>
        <source>Neighbours stay together; distances between groups mean little</source>
        <translation>相邻的保持相邻；组与组之间的距离意义不大</translation>
    </message>
    <message>
        <source>Map of clips</source>
        <translation>片段分布图</translation>
    </message>
    <message>
        <source>Filled: training clips. Hollow: incoming videos.</source>
        <translation>实心：训练片段。空心：新视频。</translation>
    </message>
    <message>
        <source>Filled: training clips. Hollow: incoming videos. {0} % of the differences are seen.</source>
        <translation>实心：训练片段。空心：新视频。图中可见全部差异的 {0} %。</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>Player</source>
        <translation>播放器</translation>
    </message>
    <message>
        <source>Reading the clip…</source>
        <translation>正在读取片段…</translation>
    </message>
    <message>
        <source>Choose a clip to see it here.</source>
        <translation>选中一个片段后在这里查看。</translation>
    </message>
    <message>
        <source>Only sound</source>
        <translation>只有声音</translation>
    </message>
    <message>
        <source>This file cannot be played here. Its preview and sound picture still work.</source>
        <translation>这个文件在这里无法播放。它的预览和声音图仍可使用。</translation>
    </message>
    <message>
        <source>Chosen: {0} to {1}, {2} s</source>
        <translation>所选：{0} 到 {1}，{2} 秒</translation>
    </message>
    <message>
        <source>Play or hold</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>One picture back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One picture on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>Start the stretch here</source>
        <translation>此段从这里开始</translation>
    </message>
    <message>
        <source>End the stretch here</source>
        <translation>此段在这里结束</translation>
    </message>
</context>
<context>
    <name>PlayerAxis</name>
    <message>
        <source>Time axis: sound, position and chosen stretch</source>
        <translation>时间轴：声音、位置和所选的一段</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>没有声音</translation>
    </message>
</context>
<context>
    <name>PlayerControls</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>One picture back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One picture on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>没有声音</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed  (- and +)</source>
        <translation>速度（- 和 +）</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>This clip has no sound.</source>
        <translation>此片段没有声音。</translation>
    </message>
    <message>
        <source>This machine has no sound device.</source>
        <translation>本机没有声音设备。</translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>Opening {0}</source>
        <translation>正在打开 {0}</translation>
    </message>
    <message>
        <source>Making {0}</source>
        <translation>正在创建 {0}</translation>
    </message>
    <message>
        <source>Making the demo project</source>
        <translation>正在制作演示项目</translation>
    </message>
    <message>
        <source>Preparing the demo: training, then finding events</source>
        <translation>正在准备演示：先训练，再查找事件</translation>
    </message>
    <message>
        <source>{0} is open in another window of SMP Studio.</source>
        <translation>{0} 已在 SMP Studio 的另一个窗口中打开。</translation>
    </message>
    <message>
        <source>Go on in that window, or close it first.</source>
        <translation>请在那个窗口中继续，或先关闭它。</translation>
    </message>
    <message>
        <source>{0} is open in a window of SMP Studio on the machine {1}.</source>
        <translation>{0} 已在计算机 {1} 上的 SMP Studio 窗口中打开。</translation>
    </message>
    <message>
        <source>Close it there. If that machine crashed or has another name now, delete the file {0} in the project&apos;s folder.</source>
        <translation>请在那里关闭它。如果那台计算机崩溃过或已改名，请删除项目文件夹中的文件 {0}。</translation>
    </message>
</context>
<context>
    <name>PromptWords</name>
    <message>
        <source>Word {0}</source>
        <translation>词 {0}</translation>
    </message>
    <message>
        <source>Too far back in the prompt to be read</source>
        <translation>在提示词中太靠后，读不到</translation>
    </message>
</context>
<context>
    <name>Prompts</name>
    <message>
        <source>No prompt yet</source>
        <translation>还没有提示词</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Descriptor</source>
        <translation>测量描述</translation>
    </message>
    <message>
        <source>Vision-language</source>
        <translation>视觉语言</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Picture and sound</source>
        <translation>画面和声音</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Writing prompts</source>
        <translation>正在写提示词</translation>
    </message>
    <message>
        <source>Writing prompts for {0}</source>
        <translation>正在为{0}写提示词</translation>
    </message>
    <message>
        <source>Editing prompts</source>
        <translation>正在编辑提示词</translation>
    </message>
    <message>
        <source>Choosing a captioner</source>
        <translation>正在选择描述器</translation>
    </message>
    <message>
        <source>Measuring prompts</source>
        <translation>正在评估提示词</translation>
    </message>
    <message>
        <source>Captioners side by side</source>
        <translation>并排比较描述器</translation>
    </message>
    <message>
        <source>{0} of {1} written</source>
        <translation>已写 {0} / {1}</translation>
    </message>
    <message>
        <source>Words alone find {0} of {1} · δ {2}</source>
        <translation>只凭文字认出 {1} 个中的 {0} 个 · δ {2}</translation>
    </message>
    <message>
        <source>The chosen clip&apos;s prompt</source>
        <translation>所选片段的提示词</translation>
    </message>
    <message>
        <source>The captioner wrote</source>
        <translation>描述器写的是</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Write again</source>
        <translation>重新写</translation>
    </message>
    <message>
        <source>Use this sentence</source>
        <translation>使用这个句子</translation>
    </message>
    <message>
        <source>{0}, {1} s</source>
        <translation>{0}，{1} 秒</translation>
    </message>
    <message>
        <source>Write a prompt</source>
        <translation>写一条提示词</translation>
    </message>
    <message>
        <source>This prompt names its class. An incoming video will not have that word, so the model would learn to lean on something that is not there.</source>
        <translation>这条提示词含有它的类别名。新视频不会有这个词，模型会因此学着依赖并不存在的东西。</translation>
    </message>
    <message>
        <source>The file is not where it was.</source>
        <translation>该文件已不在原来的位置。</translation>
    </message>
    <message>
        <source>{0} of {1} tokens: the end is cut off</source>
        <translation>{0} / {1} 个词元：末尾被截断</translation>
    </message>
    <message>
        <source>{0} of {1} tokens</source>
        <translation>{0} / {1} 个词元</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Enter keeps, Esc leaves</source>
        <translation>Enter 保留，Esc 放弃</translation>
    </message>
    <message>
        <source>Names the class; an incoming video will not</source>
        <translation>含有类别名；新视频不会有它</translation>
    </message>
    <message>
        <source>Edit prompt</source>
        <translation>编辑提示词</translation>
    </message>
    <message>
        <source>Put back the captioner&apos;s words</source>
        <translation>还原为描述器写的文字</translation>
    </message>
    <message>
        <source>Undo edit</source>
        <translation>撤销编辑</translation>
    </message>
    <message>
        <source>Redo edit</source>
        <translation>重做编辑</translation>
    </message>
    <message>
        <source>Write missing prompts</source>
        <translation>补写缺少的提示词</translation>
    </message>
    <message>
        <source>Write prompts of selected clips again</source>
        <translation>重写选中片段的提示词</translation>
    </message>
    <message>
        <source>Write all prompts again</source>
        <translation>重写所有提示词</translation>
    </message>
    <message>
        <source>Compare captioners</source>
        <translation>比较描述器</translation>
    </message>
    <message>
        <source>Use this sentence for the clip</source>
        <translation>对该片段使用这个句子</translation>
    </message>
    <message>
        <source>Stop writing prompts</source>
        <translation>停止写提示词</translation>
    </message>
    <message>
        <source>Use these prompts for training</source>
        <translation>用这些提示词训练</translation>
    </message>
    <message>
        <source>Clips and their prompts</source>
        <translation>片段及其提示词</translation>
    </message>
    <message>
        <source>Names the class</source>
        <translation>含有类别名</translation>
    </message>
    <message>
        <source>The file is missing</source>
        <translation>文件丢失</translation>
    </message>
    <message>
        <source>Too few clips to judge</source>
        <translation>片段太少，无法判断</translation>
    </message>
    <message>
        <source>No other class has prompts yet</source>
        <translation>其他类别都还没有提示词</translation>
    </message>
    <message>
        <source>Words alone find {0} of {1}</source>
        <translation>只凭文字认出 {1} 个中的 {0} 个</translation>
    </message>
    <message>
        <source>Captioner</source>
        <translation>描述器</translation>
    </message>
    <message>
        <source>Write prompts</source>
        <translation>写提示词</translation>
    </message>
    <message>
        <source>Selected clips</source>
        <translation>选中的片段</translation>
    </message>
    <message>
        <source>All clips</source>
        <translation>所有片段</translation>
    </message>
    <message>
        <source>Used for training</source>
        <translation>用于训练</translation>
    </message>
    <message>
        <source>Use for training</source>
        <translation>用于训练</translation>
    </message>
    <message>
        <source>Prompts by</source>
        <translation>提示词来源</translation>
    </message>
    <message>
        <source>Prompts written</source>
        <translation>提示词已写好</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Write {0} missing</source>
        <translation>补写缺少的 {0} 条</translation>
    </message>
    <message>
        <source>Too few to judge</source>
        <translation>太少，无法判断</translation>
    </message>
    <message>
        <source>Words alone find {0} of {1} clips</source>
        <translation>只凭文字认出 {1} 个片段中的 {0} 个</translation>
    </message>
    <message>
        <source>Each clip&apos;s prompt is compared with the prompts of all other clips; no picture and no sound is used. δ tells how clearly a class&apos;s words stand apart, from 0 to 1. It is an indication before training, not a promise.</source>
        <translation>把每个片段的提示词与所有其他片段的提示词相比；不使用画面和声音。δ 表示各类别的用词区分得多清楚，从 0 到 1。它只是训练前的提示，不是保证。</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在评估…</translation>
    </message>
    <message>
        <source>Selected: {0}</source>
        <translation>已选：{0}</translation>
    </message>
    <message>
        <source>Waiting for the engine…</source>
        <translation>正在等待引擎…</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Constant sentence</source>
        <translation>固定句子</translation>
    </message>
    <message>
        <source>{0}, not installed ({1})</source>
        <translation>{0}，未安装 ({1})</translation>
    </message>
    <message>
        <source>{0}, not installed</source>
        <translation>{0}，未安装</translation>
    </message>
</context>
<context>
    <name>PromptsStation</name>
    <message>
        <source>No prompts yet</source>
        <translation>还没有提示词</translation>
    </message>
    <message>
        <source>A prompt says in words what is seen and heard in a clip. It is written for you as soon as there are clips.</source>
        <translation>提示词用文字说明片段中看到和听到的内容。一有片段，就会为您写好。</translation>
    </message>
    <message>
        <source>Go to Classes</source>
        <translation>前往“类别”</translation>
    </message>
    <message>
        <source>The words of {0} were changed or removed elsewhere since and were left as they are.</source>
        <translation>{0} 的提示词后来在别处改过或被移除，已保持现状。</translation>
    </message>
    <message>
        <source>{0} clips could not be described.</source>
        <translation>{0} 个片段无法描述。</translation>
    </message>
</context>
<context>
    <name>RecallChart</name>
    <message>
        <source>Clips found, by class</source>
        <translation>各类别找到的片段</translation>
    </message>
    <message>
        <source>“{0}”: too few clips to judge</source>
        <translation>“{0}”：片段太少，无法判断</translation>
    </message>
    <message>
        <source>too few clips to judge</source>
        <translation>片段太少，无法判断</translation>
    </message>
    <message>
        <source>{0} of {1} · {2}</source>
        <translation>{0} / {1} · {2}</translation>
    </message>
</context>
<context>
    <name>Remedies</name>
    <message>
        <source>See “Models…” in the settings menu.</source>
        <translation>请查看设置菜单中的“模型…”。</translation>
    </message>
    <message>
        <source>Go to Train and train first.</source>
        <translation>请先到“训练”进行训练。</translation>
    </message>
    <message>
        <source>Add clips in Classes.</source>
        <translation>请在“类别”中添加片段。</translation>
    </message>
    <message>
        <source>Close other programs, or choose the CPU as the device.</source>
        <translation>请关闭其他程序，或选择 CPU 作为设备。</translation>
    </message>
    <message>
        <source>Choose the folder that “Export adapter…” wrote.</source>
        <translation>请选择“导出适配器…”写出的文件夹。</translation>
    </message>
    <message>
        <source>Go to Prompts and write what is missing.</source>
        <translation>请到“提示词”补写缺少的内容。</translation>
    </message>
    <message>
        <source>Check the network, or fetch on another machine and add it under “Models…”.</source>
        <translation>请检查网络，或在另一台机器上获取后在“模型…”中添加。</translation>
    </message>
    <message>
        <source>Verify it under “Models…”, or remove it first.</source>
        <translation>请在“模型…”中校验它，或先将它移除。</translation>
    </message>
    <message>
        <source>or fetch them under “Models…” in the settings menu.</source>
        <translation>或在设置菜单的“模型…”中获取。</translation>
    </message>
    <message>
        <source>See the runs in the history of Train.</source>
        <translation>请在“训练”的历史中查看各次训练。</translation>
    </message>
    <message>
        <source>Train with a smaller batch size.</source>
        <translation>请用较小的批大小训练。</translation>
    </message>
    <message>
        <source>Choose another device.</source>
        <translation>请选择其他设备。</translation>
    </message>
    <message>
        <source>Free some space, then fetch it again.</source>
        <translation>请腾出一些空间，然后重新获取。</translation>
    </message>
    <message>
        <source>No finished epoch is lost: press “Go on” in Train.</source>
        <translation>已完成的轮次不会丢失：请在“训练”中按“继续”。</translation>
    </message>
    <message>
        <source>Start a new training.</source>
        <translation>请开始新的训练。</translation>
    </message>
    <message>
        <source>The share or drive that it lies on may be away at present. Otherwise choose another folder, or make a new project.</source>
        <translation>它所在的共享文件夹或驱动器目前可能断开。否则请选择其他文件夹，或新建项目。</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>The demo pack has learned only from synthetic scenes.</source>
        <translation>演示模型包只从合成场景中学习过。</translation>
    </message>
    <message>
        <source>Clips found, by class</source>
        <translation>各类别找到的片段</translation>
    </message>
    <message>
        <source>What was taken for what</source>
        <translation>什么被当成了什么</translation>
    </message>
    <message>
        <source>No run chosen</source>
        <translation>没有选择训练</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>正在等待引擎</translation>
    </message>
    <message>
        <source>{0} · {1} left</source>
        <translation>{0} · 剩余 {1}</translation>
    </message>
    <message>
        <source>How good is it really?</source>
        <translation>实际效果如何？</translation>
    </message>
    <message>
        <source>Check the quality</source>
        <translation>检查质量</translation>
    </message>
    <message>
        <source>Progress of the check</source>
        <translation>检查进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Every clip was answered by a model that had not seen it: {0} trainings, each without a part of the clips. {1} of {2} answers were right ({3}). The lines show where the true value lies with 95 % certainty (Wilson). Choose a cell to see its clips.</source>
        <translation>每个片段都由没有见过它的模型来回答：共训练 {0} 次，每次留出一部分片段。{1} / {2} 个回答正确（{3}）。横线表示真实值以 95 % 的把握所在的范围 (Wilson)。选一个单元格可查看其中的片段。</translation>
    </message>
    <message>
        <source>The training clips cannot tell: the run has learned them. This trains again, several times, each time without a part of the clips, and asks about those.</source>
        <translation>训练片段说明不了问题：模型已经学过它们。检查会重新训练几次，每次留出一部分片段，再用这些片段来提问。</translation>
    </message>
    <message>
        <source>It takes {0}.</source>
        <translation>需要 {0}。</translation>
    </message>
</context>
<context>
    <name>ResultDetail</name>
    <message>
        <source>Right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>这里什么也没有</translation>
    </message>
    <message>
        <source>Use as training clip</source>
        <translation>用作训练片段</translation>
    </message>
    <message>
        <source>Confirm (Enter)</source>
        <translation>确认 (Enter)</translation>
    </message>
    <message>
        <source>Reject (Backspace)</source>
        <translation>否决 (Backspace)</translation>
    </message>
    <message>
        <source>Use as training clip (T)</source>
        <translation>用作训练片段 (T)</translation>
    </message>
    <message>
        <source>It is something else:</source>
        <translation>其实是：</translation>
    </message>
    <message>
        <source>What the program saw and heard:</source>
        <translation>程序看到和听到的内容：</translation>
    </message>
    <message>
        <source>Correct to {0}</source>
        <translation>更正为 {0}</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未复核</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>已更正</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已否决</translation>
    </message>
    <message>
        <source>Reviewing results</source>
        <translation>正在复核结果</translation>
    </message>
    <message>
        <source>Taking a review back</source>
        <translation>正在撤回复核</translation>
    </message>
    <message>
        <source>Adding to the training clips</source>
        <translation>正在加入训练片段</translation>
    </message>
    <message>
        <source>Taking clips out of the training</source>
        <translation>正在把片段移出训练</translation>
    </message>
    <message>
        <source>Writing {0}</source>
        <translation>正在写入 {0}</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>否决</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>重新设为未复核</translation>
    </message>
    <message>
        <source>Use as training clip</source>
        <translation>用作训练片段</translation>
    </message>
    <message>
        <source>Correct to class {0}</source>
        <translation>更正为第 {0} 个类别</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Play or hold</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Next open result</source>
        <translation>下一个未复核的结果</translation>
    </message>
    <message>
        <source>Zoom the timeline in</source>
        <translation>放大时间轴</translation>
    </message>
    <message>
        <source>Zoom the timeline out</source>
        <translation>缩小时间轴</translation>
    </message>
    <message>
        <source>Show the whole timeline</source>
        <translation>显示整条时间轴</translation>
    </message>
    <message>
        <source>Show all results</source>
        <translation>显示所有结果</translation>
    </message>
    <message>
        <source>Export results…</source>
        <translation>导出结果…</translation>
    </message>
    <message>
        <source>Table for spreadsheets (*.csv)</source>
        <translation>电子表格 (*.csv)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>ELAN, one file for each video (*.eaf)</source>
        <translation>ELAN，每个视频一个文件 (*.eaf)</translation>
    </message>
    <message>
        <source>BORIS project (*.boris)</source>
        <translation>BORIS 项目 (*.boris)</translation>
    </message>
    <message>
        <source>Export the results that are shown</source>
        <translation>导出当前显示的结果</translation>
    </message>
    <message>
        <source>{0} results were written to {1}</source>
        <translation>已把 {0} 条结果写入 {1}</translation>
    </message>
    <message>
        <source>confirming</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>rejecting</source>
        <translation>否决</translation>
    </message>
    <message>
        <source>opening again</source>
        <translation>重新设为未复核</translation>
    </message>
    <message>
        <source>correcting to {0}</source>
        <translation>更正为 {0}</translation>
    </message>
    <message>
        <source>Only {0} of the {1} chosen results were judged.</source>
        <translation>选中的 {1} 条结果中只复核了 {0} 条。</translation>
    </message>
    <message>
        <source>Choose fewer at once; those far out of sight are not read.</source>
        <translation>请一次少选一些；离可见处太远的结果没有读取。</translation>
    </message>
    <message>
        <source>The review of {0} was changed or removed elsewhere since and was left as it is.</source>
        <translation>{0} 的复核后来在别处改过或被移除，已保持现状。</translation>
    </message>
    <message>
        <source>The training clip of {0} was moved or trimmed since and was left as it is.</source>
        <translation>{0} 的训练片段后来被移动或裁剪过，已保持现状。</translation>
    </message>
    <message>
        <source>using for training</source>
        <translation>用于训练</translation>
    </message>
    <message>
        <source>Added to the training clips of {0}.</source>
        <translation>已加入“{0}”的训练片段。</translation>
    </message>
</context>
<context>
    <name>ResultsStation</name>
    <message>
        <source>No results yet</source>
        <translation>还没有结果</translation>
    </message>
    <message>
        <source>Every classified video appears here, to be confirmed or corrected.</source>
        <translation>每个分类过的视频都会出现在这里，等待确认或更正。</translation>
    </message>
    <message>
        <source>Go to Incoming</source>
        <translation>前往“新视频”</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>{0} results</source>
        <translation>{0} 条结果</translation>
    </message>
</context>
<context>
    <name>ResultsTable</name>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>ResumeCard</name>
    <message>
        <source>Unfinished training</source>
        <translation>未完成的训练</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>不再继续</translation>
    </message>
    <message>
        <source>{0} was stopped</source>
        <translation>{0} 被停止了</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} 失败了</translation>
    </message>
    <message>
        <source>{0} was interrupted</source>
        <translation>{0} 被中断了</translation>
    </message>
    <message>
        <source>Everything up to epoch {0} of {1} is kept.</source>
        <translation>到第 {0} 轮（共 {1} 轮）为止的内容都已保留。</translation>
    </message>
    <message>
        <source>No epoch was finished; going on begins it anew.</source>
        <translation>还没有完成一轮；继续会从头开始。</translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message>
        <source>{0} was in use before; choose it to go back.</source>
        <translation>之前使用的是 {0}；选择它可以退回。</translation>
    </message>
    <message>
        <source>{0} is in use now.</source>
        <translation>现在使用 {0}。</translation>
    </message>
    <message>
        <source>Export the adapter to a new folder</source>
        <translation>把适配器导出到新文件夹</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>The adapter lies in {0}.</source>
        <translation>适配器在 {0}。</translation>
    </message>
</context>
<context>
    <name>RunCard</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stopping keeps every finished epoch.</source>
        <translation>停止时会保留每个完成的轮次。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩余 {0}</translation>
    </message>
    <message>
        <source>Waiting for other work of the engine</source>
        <translation>正在等待引擎的其他工作</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Starting the engine…</source>
        <translation>正在启动引擎…</translation>
    </message>
    <message>
        <source>Epoch {0} · step {1} of {2}</source>
        <translation>第 {0} 轮 · 第 {1} 步，共 {2} 步</translation>
    </message>
    <message>
        <source>{0} · {1} of {2}</source>
        <translation>{0} · {1} / {2}</translation>
    </message>
</context>
<context>
    <name>RunChoice</name>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>与之比较</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Where the model looks</source>
        <translation>模型看向哪里</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>分布图</translation>
    </message>
    <message>
        <source>All clips, alike ones together</source>
        <translation>所有片段，相似的在一起</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>beside</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>no other run</source>
        <translation>没有其他训练</translation>
    </message>
    <message>
        <source>Run {0}</source>
        <translation>训练 {0}</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>There is no heat yet: the clip is looked into first.</source>
        <translation>还没有热图：需要先查看该片段。</translation>
    </message>
    <message>
        <source>Export heat</source>
        <translation>导出热图</translation>
    </message>
</context>
<context>
    <name>RunsModel</name>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>找到</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>{0} · in use</source>
        <translation>{0} · 使用中</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Prompts by</source>
        <translation>提示词来源</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>模型包</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>训练轮数</translation>
    </message>
    <message>
        <source>How often every clip is learned from.</source>
        <translation>每个片段被学习多少次。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Clips per step. Fewer need less memory.</source>
        <translation>每一步的片段数。越少，需要的内存越少。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>How large a step is. Too large does not settle.</source>
        <translation>每一步走多远。太大则无法稳定。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Another number draws another order and start.</source>
        <translation>换一个数字，顺序和起点就不同。</translation>
    </message>
    <message>
        <source>Balance sound and picture (P-PR)</source>
        <translation>平衡声音与画面 (P-PR)</translation>
    </message>
    <message>
        <source>Speeds up whichever of the two lags behind.</source>
        <translation>加快两者中落后的一方。</translation>
    </message>
    <message>
        <source>Strength of the balance α</source>
        <translation>平衡强度 α</translation>
    </message>
    <message>
        <source>0 switches it off (Eq. 10).</source>
        <translation>0 表示关闭 (Eq. 10)。</translation>
    </message>
    <message>
        <source>Prompts tune the prototypes</source>
        <translation>用提示词调整原型</translation>
    </message>
    <message>
        <source>Pull class centres towards the prompts&apos; (Eq. 6).</source>
        <translation>把类别中心拉向提示词的中心 (Eq. 6)。</translation>
    </message>
    <message>
        <source>No gradient through δ, β, γ</source>
        <translation>δ、β、γ 不传梯度</translation>
    </message>
    <message>
        <source>The balance weighs, but is not itself learned through.</source>
        <translation>平衡项只用来加权，本身不参与学习。</translation>
    </message>
    <message>
        <source>All classes count alike</source>
        <translation>所有类别同等对待</translation>
    </message>
    <message>
        <source>However many clips each one has. Not in the paper.</source>
        <translation>无论各有多少片段。论文中没有此项。</translation>
    </message>
    <message>
        <source>Half precision</source>
        <translation>半精度</translation>
    </message>
    <message>
        <source>Twice as fast on a GPU that has it.</source>
        <translation>在支持它的 GPU 上快一倍。</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>Learn from sound, from picture, or from both.</source>
        <translation>从声音、画面或两者学习。</translation>
    </message>
    <message>
        <source>P-AVeL</source>
        <translation>P-AVeL</translation>
    </message>
    <message>
        <source>The modules that join sound, picture and words.</source>
        <translation>把声音、画面和文字结合起来的模块。</translation>
    </message>
    <message>
        <source>Place of P-AVeL</source>
        <translation>P-AVeL 的位置</translation>
    </message>
    <message>
        <source>Beside which part of a block it stands (Table VII).</source>
        <translation>它放在每一层的哪一部分旁边 (Table VII)。</translation>
    </message>
    <message>
        <source>Words in P-AVeL</source>
        <translation>P-AVeL 使用文字</translation>
    </message>
    <message>
        <source>Off joins sound and picture alone (Table V).</source>
        <translation>关闭时只融合声音和画面 (Table V)。</translation>
    </message>
    <message>
        <source>Latent attention</source>
        <translation>潜在注意力</translation>
    </message>
    <message>
        <source>Before the convolutions, after them, or both (Table X).</source>
        <translation>卷积之前、之后，或两处都用 (Table X)。</translation>
    </message>
    <message>
        <source>Phase 1: text-aware attention</source>
        <translation>阶段 1：文字感知注意力</translation>
    </message>
    <message>
        <source>Words look at sound and picture first (Eq. 1).</source>
        <translation>文字先看画面和声音 (Eq. 1)。</translation>
    </message>
    <message>
        <source>Phase 2: learned mix</source>
        <translation>阶段 2：学习混合</translation>
    </message>
    <message>
        <source>Learn λ of Eq. 3; off fixes it to 1.</source>
        <translation>学习 Eq. 3 的 λ；关闭则固定为 1。</translation>
    </message>
    <message>
        <source>Phase 3: learned sum</source>
        <translation>阶段 3：学习相加</translation>
    </message>
    <message>
        <source>Learn λ of Eq. 4; off fixes it to 1.</source>
        <translation>学习 Eq. 4 的 λ；关闭则固定为 1。</translation>
    </message>
    <message>
        <source>First block</source>
        <translation>起始层</translation>
    </message>
    <message>
        <source>Blocks before this one are left alone (Fig. 7a).</source>
        <translation>这一层之前的各层保持不变 (Fig. 7a)。</translation>
    </message>
    <message>
        <source>Bottleneck</source>
        <translation>瓶颈</translation>
    </message>
    <message>
        <source>Width inside P-AVeL (Fig. 7b).</source>
        <translation>P-AVeL 内部的宽度 (Fig. 7b)。</translation>
    </message>
    <message>
        <source>Dropout in P-AVeL</source>
        <translation>P-AVeL 中的 Dropout</translation>
    </message>
    <message>
        <source>Share of numbers left out while learning.</source>
        <translation>学习时随机略去的数值比例。</translation>
    </message>
    <message>
        <source>What λ of Eq. 3 weighs</source>
        <translation>Eq. 3 的 λ 给什么加权</translation>
    </message>
    <message>
        <source>“text” is the paper&apos;s; the others are for old checkpoints.</source>
        <translation>“text”是论文的做法；其他用于旧的检查点。</translation>
    </message>
    <message>
        <source>Ignore padding</source>
        <translation>忽略填充</translation>
    </message>
    <message>
        <source>Off only for the authors&apos; own checkpoints.</source>
        <translation>只有使用作者发布的检查点时才关闭。</translation>
    </message>
    <message>
        <source>Words into the head</source>
        <translation>文字进入分类头</translation>
    </message>
    <message>
        <source>Lets the classifier read the prompt itself.</source>
        <translation>让分类器直接读取提示词。</translation>
    </message>
    <message>
        <source>Compare with examples</source>
        <translation>与样例比较</translation>
    </message>
    <message>
        <source>Also asks which class&apos;s clips are most alike. Not in the paper.</source>
        <translation>同时看与哪个类别的片段最相似。论文中没有。</translation>
    </message>
    <message>
        <source>Width of the head</source>
        <translation>分类头的宽度</translation>
    </message>
    <message>
        <source>Of the classifier&apos;s hidden layer.</source>
        <translation>分类器隐藏层的宽度。</translation>
    </message>
    <message>
        <source>Dropout in the head</source>
        <translation>分类头中的 Dropout</translation>
    </message>
</context>
<context>
    <name>SettingsDrawer</name>
    <message>
        <source>Back to the preset</source>
        <translation>恢复预设</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>SetupCard</name>
    <message>
        <source>Estimating…</source>
        <translation>正在估算…</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>所有设置</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Learn from the prompts of</source>
        <translation>学习所用的提示词</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Automatic: {0}</source>
        <translation>自动：{0}</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>{0} of {1} memory free</source>
        <translation>内存可用 {0}，共 {1}</translation>
    </message>
    <message>
        <source>{0} in {1} classes</source>
        <translation>{0}，{1} 个类别</translation>
    </message>
    <message>
        <source>Few clips: {0}. Three or more make it more certain.</source>
        <translation>片段较少：{0}。三个以上会更可靠。</translation>
    </message>
    <message>
        <source>{0}, {1} memory</source>
        <translation>{0}，内存 {1}</translation>
    </message>
    <message>
        <source>As earlier trainings here took.</source>
        <translation>按以前在这里训练所用的时间。</translation>
    </message>
    <message>
        <source>From a short trial on this machine.</source>
        <translation>根据在本机上的一次短暂试算。</translation>
    </message>
    <message>
        <source>That is more memory than is free: choose a smaller batch size.</source>
        <translation>这超过了可用内存：请选小一些的批大小。</translation>
    </message>
    <message>
        <source>No estimate</source>
        <translation>无法估算</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>任何地方</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Find a command or keys</source>
        <translation>查找命令或按键</translation>
    </message>
    <message>
        <source>New keys: press them</source>
        <translation>新按键：请按下</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>不用按键</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Use them here instead</source>
        <translation>改用在这里</translation>
    </message>
    <message>
        <source>Put all back</source>
        <translation>全部还原</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>Choose a command, then press its new keys.</source>
        <translation>先选一个命令，再按下新的按键。</translation>
    </message>
    <message>
        <source>{0}: press new keys</source>
        <translation>{0}：请按下新的按键</translation>
    </message>
    <message>
        <source>{0} already does: {1}</source>
        <translation>{0} 已用于：{1}</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>No folder is watched. Videos that arrive in a watched folder are classified.</source>
        <translation>没有监视任何文件夹。到达监视文件夹的视频会被分类。</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>监视文件夹…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Not reachable, looking again</source>
        <translation>无法访问，正在重新尝试</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>监视中</translation>
    </message>
    <message>
        <source>Watch {0} again</source>
        <translation>重新监视 {0}</translation>
    </message>
    <message>
        <source>Hold {0}</source>
        <translation>暂停 {0}</translation>
    </message>
    <message>
        <source>Watch {0} no longer</source>
        <translation>不再监视 {0}</translation>
    </message>
</context>
<context>
    <name>Stations</name>
    <message>
        <source>{0} waiting</source>
        <translation>{0} 个等待中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Incoming</source>
        <translation>新视频</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} 及另外 {1} 个</translation>
    </message>
    <message>
        <source>Look at what is there now, and change it by hand if it is wrong. Other steps can still be taken back.</source>
        <translation>请查看现在的内容，如有错误请手动更改。其他步骤仍可撤销。</translation>
    </message>
</context>
<context>
    <name>StopJobs</name>
    <message>
        <source>Work is still going on</source>
        <translation>还有任务在运行</translation>
    </message>
    <message>
        <source>Stop what is running?</source>
        <translation>停止正在运行的任务？</translation>
    </message>
    <message>
        <source>What is finished stays. A training can be resumed where it stopped.</source>
        <translation>已完成的部分会保留。训练可以从停下的地方继续。</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>继续工作</translation>
    </message>
    <message>
        <source>Stop and go on</source>
        <translation>停止并继续</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Background jobs</source>
        <translation>后台任务</translation>
    </message>
    <message>
        <source>fetching from the network</source>
        <translation>正在从网络获取</translation>
    </message>
    <message>
        <source>A model is being fetched; your clips stay on this machine.</source>
        <translation>正在获取模型；您的片段仍留在本机。</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Nothing leaves this machine.</source>
        <translation>任何数据都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>(+{0} more)</source>
        <translation>（还有 {0} 个）</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>{0} bytes</source>
        <translation>{0} 字节</translation>
    </message>
    <message>
        <source>1 clip</source>
        <translation>1 个片段</translation>
    </message>
    <message>
        <source>{0} clips</source>
        <translation>{0} 个片段</translation>
    </message>
    <message>
        <source>1 video</source>
        <translation>1 个视频</translation>
    </message>
    <message>
        <source>{0} videos</source>
        <translation>{0} 个视频</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Timeline of events in each folder</source>
        <translation>各文件夹的事件时间轴</translation>
    </message>
    <message>
        <source>{0} results</source>
        <translation>{0} 条结果</translation>
    </message>
</context>
<context>
    <name>ToolRow</name>
    <message>
        <source>Add clips…</source>
        <translation>添加片段…</translation>
    </message>
    <message>
        <source>New class</source>
        <translation>新类别</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Look for repeats, silence and missing files</source>
        <translation>查找重复、无声和丢失的文件</translation>
    </message>
    <message>
        <source>1 clip missing: find…</source>
        <translation>缺 1 个片段：查找…</translation>
    </message>
    <message>
        <source>{0} clips missing: find…</source>
        <translation>缺 {0} 个片段：查找…</translation>
    </message>
    <message>
        <source>1 class, {0}</source>
        <translation>1 个类别，{0}</translation>
    </message>
    <message>
        <source>{1} classes, {0}</source>
        <translation>{1} 个类别，{0}</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Project {0}</source>
        <translation>项目 {0}</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>显示或隐藏检查器</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Tour</source>
        <translation>参观</translation>
    </message>
    <message>
        <source>Skip the tour</source>
        <translation>跳过参观</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>A walk through in one minute</source>
        <translation>一分钟走一遍</translation>
    </message>
    <message>
        <source>The stations at the top are the steps of the work, from left to right. The demo project comes with five kinds of event, five clips of each, and thirty videos to look through.</source>
        <translation>顶部的各站就是工作的步骤，从左到右。演示项目带有五种事件，每种五个片段，还有三十个待查看的视频。</translation>
    </message>
    <message>
        <source>Classes: show it examples</source>
        <translation>类别：给它看样例</translation>
    </message>
    <message>
        <source>One lane for each kind of event, and one for what is no event: otherwise every video is called one of your events. Drop 1 to 20 clips on a lane; move the pointer over a clip to look through it, double-click to see it large.</source>
        <translation>每种事件一行，再给不是事件的内容一行：否则每个视频都会被归为您的某个事件。把 1 到 20 个片段拖到一行上；指针移过片段可快速浏览，双击可放大查看。</translation>
    </message>
    <message>
        <source>Prompts: read what it understood</source>
        <translation>提示词：看它理解了什么</translation>
    </message>
    <message>
        <source>Every clip gets a sentence of what is seen and heard. Edit what is wrong; your words are kept beside the written ones.</source>
        <translation>每个片段都有一句话，说明看到和听到了什么。不对的可以改；您写的文字与原来的分开保存。</translation>
    </message>
    <message>
        <source>Train: one button</source>
        <translation>训练：一个按钮</translation>
    </message>
    <message>
        <source>Press Train and watch it learn. Afterwards a check on clips that it has not seen tells how often it is right, class by class.</source>
        <translation>按“训练”，看它学习。之后用它没见过的片段来检查，逐个类别说明它有多少次是对的。</translation>
    </message>
    <message>
        <source>Attention: see where it looks</source>
        <translation>注意力：看它在看哪里</translation>
    </message>
    <message>
        <source>Heat on the pictures and on the sound shows what the answer was drawn from. It is an indication, not proof.</source>
        <translation>画面和声音上的热图显示答案从何而来。它只是提示，不是证据。</translation>
    </message>
    <message>
        <source>Incoming: let it watch a folder</source>
        <translation>新视频：让它监视文件夹</translation>
    </message>
    <message>
        <source>Videos that arrive in a watched folder are classified by themselves, in the background, also after a restart.</source>
        <translation>到达监视文件夹的视频会在后台自动分类，重新启动后也一样。</translation>
    </message>
    <message>
        <source>Results: confirm or correct</source>
        <translation>结果：确认或更正</translation>
    </message>
    <message>
        <source>Walk with the arrow keys; Enter confirms, 1 to 9 correct, Backspace rejects, T makes it a training clip. Ctrl+K finds every command.</source>
        <translation>用方向键移动；Enter 确认，1 到 9 更正，Backspace 否决，T 用作训练片段。Ctrl+K 可查找所有命令。</translation>
    </message>
</context>
<context>
    <name>Train</name>
    <message>
        <source>There are too few clips to judge any class.</source>
        <translation>片段太少，任何类别都无法判断。</translation>
    </message>
    <message>
        <source>the other {0} classes in {1} of {2}</source>
        <translation>其余 {0} 个类别：{2} 个中找到 {1} 个</translation>
    </message>
    <message>
        <source>“{0}” is confused with “{1}”</source>
        <translation>“{0}”会与“{1}”混淆</translation>
    </message>
    <message>
        <source>Too few clips to judge {0}.</source>
        <translation>片段太少，无法判断{0}。</translation>
    </message>
    <message>
        <source>“{0}” is found in {1} of {2} cases, give or take {3}</source>
        <translation>“{0}”在 {2} 个中找到 {1} 个，误差约 {3} 个</translation>
    </message>
    <message>
        <source>Run {0}</source>
        <translation>训练 {0}</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>about {0} s</source>
        <translation>约 {0} 秒</translation>
    </message>
    <message>
        <source>about 1 minute</source>
        <translation>约 1 分钟</translation>
    </message>
    <message>
        <source>about {0} minutes</source>
        <translation>约 {0} 分钟</translation>
    </message>
    <message>
        <source>about {0} hours</source>
        <translation>约 {0} 小时</translation>
    </message>
    <message>
        <source>Paper: as published, 30 epochs</source>
        <translation>论文：按发表的设置，30 轮</translation>
    </message>
    <message>
        <source>Fast: best with few clips</source>
        <translation>快速：样本少时效果最好</translation>
    </message>
    <message>
        <source>Constant: one sentence for all</source>
        <translation>固定：所有片段同一句话</translation>
    </message>
    <message>
        <source>Descriptor: measured picture and sound</source>
        <translation>测量描述：测量画面和声音</translation>
    </message>
    <message>
        <source>Exporting the adapter</source>
        <translation>正在导出适配器</translation>
    </message>
    <message>
        <source>Importing an adapter</source>
        <translation>正在导入适配器</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
</context>
<context>
    <name>TrainCharts</name>
    <message>
        <source>Charts of the training</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Right answers on the training clips (%)</source>
        <translation>训练片段的正确率 (%)</translation>
    </message>
    <message>
        <source>Balance ρ of sound to picture (1 = even)</source>
        <translation>声音与画面的平衡 ρ（1 = 相当）</translation>
    </message>
    <message>
        <source>Trust in the prompts δ (0 to 1)</source>
        <translation>对提示词的信任 δ（0 到 1）</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>β pushes sound</source>
        <translation>β 推动声音</translation>
    </message>
    <message>
        <source>γ pushes picture</source>
        <translation>γ 推动画面</translation>
    </message>
</context>
<context>
    <name>TrainController</name>
    <message>
        <source>Judging run {0}</source>
        <translation>正在评判训练 {0}</translation>
    </message>
</context>
<context>
    <name>TrainPages</name>
    <message>
        <source>Views of the training</source>
        <translation>训练的视图</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
</context>
<context>
    <name>TrainStation</name>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Check the quality</source>
        <translation>检查质量</translation>
    </message>
    <message>
        <source>Show all settings</source>
        <translation>显示所有设置</translation>
    </message>
    <message>
        <source>Pause or go on with the training</source>
        <translation>暂停或继续训练</translation>
    </message>
    <message>
        <source>Stop the training</source>
        <translation>停止训练</translation>
    </message>
    <message>
        <source>Resume the unfinished training</source>
        <translation>继续未完成的训练</translation>
    </message>
    <message>
        <source>Show the progress</source>
        <translation>显示进度</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>显示报告</translation>
    </message>
    <message>
        <source>Show the history</source>
        <translation>显示历史</translation>
    </message>
    <message>
        <source>Compare the two chosen runs</source>
        <translation>比较选中的两次训练</translation>
    </message>
    <message>
        <source>Use the chosen run</source>
        <translation>使用选中的训练</translation>
    </message>
    <message>
        <source>Edit the run&apos;s note</source>
        <translation>编辑这次训练的备注</translation>
    </message>
    <message>
        <source>Export adapter…</source>
        <translation>导出适配器…</translation>
    </message>
    <message>
        <source>Import adapter…</source>
        <translation>导入适配器…</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Nothing to learn from yet</source>
        <translation>还没有可学习的内容</translation>
    </message>
    <message>
        <source>Training needs clips of at least two classes.</source>
        <translation>训练至少需要两个类别的片段。</translation>
    </message>
    <message>
        <source>Go to Classes</source>
        <translation>前往“类别”</translation>
    </message>
    <message>
        <source>Or import an adapter…</source>
        <translation>或者导入适配器…</translation>
    </message>
    <message>
        <source>The training is done; its run is in use now.</source>
        <translation>训练完成，现在使用这次的结果。</translation>
    </message>
    <message>
        <source>“{0}”, found</source>
        <translation>“{0}”，找到</translation>
    </message>
    <message>
        <source>“{0}”, taken for “{1}”</source>
        <translation>“{0}”，被当成“{1}”</translation>
    </message>
</context>
<context>
    <name>ViewControls</name>
    <message>
        <source>Whole</source>
        <translation>整体</translation>
    </message>
    <message>
        <source>Attention rollout: what the answer was drawn from, through all blocks</source>
        <translation>注意力展开：答案是从哪里得出的，贯穿所有层</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>词</translation>
    </message>
    <message>
        <source>What the chosen word of the prompt has to do with</source>
        <translation>提示词中所选的词与什么有关</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Where in the model</source>
        <translation>在模型的哪里</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Where it looks</source>
        <translation>它看向哪里</translation>
    </message>
    <message>
        <source>What listens to it</source>
        <translation>什么在听它</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Strength of the heat</source>
        <translation>热图强度</translation>
    </message>
    <message>
        <source>All blocks</source>
        <translation>所有层</translation>
    </message>
    <message>
        <source>early</source>
        <translation>靠前</translation>
    </message>
    <message>
        <source>late</source>
        <translation>靠后</translation>
    </message>
    <message>
        <source>Block {0} · {1}</source>
        <translation>第 {0} 层 · {1}</translation>
    </message>
    <message>
        <source>Up to block {0}</source>
        <translation>到第 {0} 层为止</translation>
    </message>
    <message>
        <source>All {0} blocks</source>
        <translation>全部 {0} 层</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Open {0}</source>
        <translation>打开 {0}</translation>
    </message>
    <message>
        <source>not there at present</source>
        <translation>目前不在那里</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试试演示</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>Show it a handful of clips of an event, and it finds that event in new videos. Everything stays on this machine.</source>
        <translation>给它看几段某种事件的片段，它就能在新视频中找到该事件。一切都留在这台电脑上。</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Go to {0}</source>
        <translation>前往“{0}”</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Open the demo project</source>
        <translation>打开演示项目</translation>
    </message>
    <message>
        <source>Erase what was removed…</source>
        <translation>彻底清除已移除的内容…</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>显示或隐藏检查器</translation>
    </message>
    <message>
        <source>Show or hide background jobs</source>
        <translation>显示或隐藏后台任务</translation>
    </message>
    <message>
        <source>Close notice</source>
        <translation>关闭通知</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
</TS>
