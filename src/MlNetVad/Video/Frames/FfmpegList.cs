namespace MlNetVad.Video.Frames;

/// <summary>Files as ffmpeg's lists and options take them, whatever their names.</summary>
internal static class FfmpegList
{
    /// <summary>What goes before the files.</summary>
    public const string Header = "ffconcat version 1.0\n";

    /// <summary>One picture of a list.</summary>
    /// <param name="file">Its full path.</param>
    /// <exception cref="VadException">The name holds a line break, which no list can hold.</exception>
    public static string Entry(string file)
    {
        if (file.AsSpan().IndexOfAny('\n', '\r') >= 0)
        {
            throw new VadException($"The name of '{file}' holds a line break, which ffmpeg's list of pictures cannot hold; rename the file, or its folder.");
        }

        string path = (OperatingSystem.IsWindows() ? file.Replace('\\', '/') : file).Replace("'", "'\\''", StringComparison.Ordinal);
        return $"file 'file:{path}'\n{(IsPattern(file) ? "option pattern_type none\n" : "")}duration 0.04\n";
    }

    /// <summary>Whether ffmpeg would take a path for the pattern of many pictures: <c>a%03d.png</c>.</summary>
    public static bool IsPattern(string path)
    {
        if (!ImageFiles.IsImage(path))
        {
            return false;
        }

        for (int percent = path.IndexOf('%'); percent >= 0; percent = path.IndexOf('%', percent + 1))
        {
            if (path.AsSpan(percent + 1).TrimStart("0123456789").StartsWith("d"))
            {
                return true;
            }
        }

        return false;
    }
}
