<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BatchProgress</name>
    <message numerus="yes">
        <source>%n restored</source>
        <translation>
            <numerusform>%n restored</numerusform>
            <numerusform>%n restored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to review</source>
        <translation>
            <numerusform>%n to review</numerusform>
            <numerusform>%n to review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a face</source>
        <translation>
            <numerusform>%n without a face</numerusform>
            <numerusform>%n without a face</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n skipped</source>
        <translation>
            <numerusform>%n skipped</numerusform>
            <numerusform>%n skipped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cancelled</source>
        <translation>
            <numerusform>%n cancelled</numerusform>
            <numerusform>%n cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cannot be used</source>
        <translation>
            <numerusform>%n cannot be used</numerusform>
            <numerusform>%n cannot be used</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heirloom::ui::BatchPage</name>
    <message numerus="yes">
        <source>Go on with the other %n</source>
        <translation>
            <numerusform>Go on with the other %n</numerusform>
            <numerusform>Go on with the other %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) were in the list already.</source>
        <translation>
            <numerusform>%n photo was in the list already.</numerusform>
            <numerusform>%n photos were in the list already.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heirloom::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n file(s) cannot be used.</source>
        <translation>
            <numerusform>%n file cannot be used.</numerusform>
            <numerusform>%n files cannot be used.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heirloom::ui::OptionsBar</name>
    <message numerus="yes">
        <source>Restore %n photo(s)</source>
        <translation>
            <numerusform>Restore %n photo</numerusform>
            <numerusform>Restore %n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heirloom::ui::PhotoDocument</name>
    <message numerus="yes">
        <source>%n face(s) restored in %1</source>
        <translation>
            <numerusform>%n face restored in %1</numerusform>
            <numerusform>%n faces restored in %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heirloom::ui::PhotoSaver</name>
    <message numerus="yes">
        <source>Saved as %1, with %n more file(s)</source>
        <translation>
            <numerusform>Saved as %1, with %n more file</numerusform>
            <numerusform>Saved as %1, with %n more files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heirloom::ui::ProgressLine</name>
    <message numerus="yes">
        <source>Try %n failed again</source>
        <translation>
            <numerusform>Try %n failed again</numerusform>
            <numerusform>Try %n failed again</numerusform>
        </translation>
    </message>
</context>
</TS>
