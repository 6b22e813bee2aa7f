using System.Globalization;

namespace MlNetVad.Video.Labels;

/// <summary>The numbers in the names of a video's pictures. Where one is missing, a frame's number and its place are two things.</summary>
internal static class PictureNumbers
{
    /// <summary>Refuses ranges of frames that mean other frames by place than by the pictures' numbers.</summary>
    /// <param name="video">The video, for the message.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="count">Its frames.</param>
    /// <param name="fileOf">The picture of a frame; null where it has none.</param>
    /// <exception cref="VadException">Pictures are missing before the last labelled frame.</exception>
    public static void Check(string video, FrameLabels labels, int count, Func<int, string?> fileOf)
    {
        if (labels.LastOfRanges is not { } lastLabelled)
        {
            return;
        }

        int? before = null;
        for (int frame = 0; frame < count; frame++)
        {
            if (NumberOf(fileOf(frame)) is not { } number)
            {
                return;   // by place, for there are no numbers
            }

            if (before is { } previous && previous < lastLabelled && number != previous + 1)
            {
                throw new VadException(
                    $"The pictures of video '{video}' are not numbered through ({Path.GetFileName(fileOf(frame - 1))} is followed by {Path.GetFileName(fileOf(frame))}), so ranges of frame numbers do not say which pictures they mean; " +
                    "number the pictures without gaps, or give one row a picture (video,frame,label), counted from 0 in the order of the names.");
            }

            before = number;
        }
    }

    // the last run of digits, which is what counts up in names such as shot2_0017
    private static int? NumberOf(string? file)
    {
        string name = Path.GetFileNameWithoutExtension(file) ?? "";
        int end = name.Length;
        while (end > 0 && !char.IsAsciiDigit(name[end - 1]))
        {
            end--;
        }

        int start = end;
        while (start > 0 && char.IsAsciiDigit(name[start - 1]))
        {
            start--;
        }

        return int.TryParse(name.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
