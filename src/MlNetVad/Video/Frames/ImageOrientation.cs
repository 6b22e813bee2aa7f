namespace MlNetVad.Video.Frames;

/// <summary>How stored pixels must be turned to be upright, as EXIF numbers it (CIPA DC-008, tag 0x0112).</summary>
/// <param name="Exif">1 to 8; anything else means 1: as stored.</param>
internal readonly record struct ImageOrientation(int Exif)
{
    /// <summary>Whether turning makes rows of columns.</summary>
    public bool SwapsSides => Exif is >= 5 and <= 8;

    /// <summary>The filter of ffmpeg that turns; null where nothing is to be done.</summary>
    public string? Filter => Exif switch
    {
        2 => "hflip",
        3 => "hflip,vflip",
        4 => "vflip",
        5 => "transpose=cclock_flip",
        6 => "transpose=clock",
        7 => "transpose=clock_flip",
        8 => "transpose=cclock",
        _ => null,
    };
}
