namespace MlNetVad.Video.Datasets;

/// <summary>Which of a data set's two parts.</summary>
public enum VadSplit
{
    /// <summary>Normal videos only.</summary>
    Train,

    /// <summary>Videos with anomalies, labelled.</summary>
    Test,
}

/// <summary>How a data set lies on disk.</summary>
public enum VadDatasetKind
{
    /// <summary>Found out from the folders and files.</summary>
    Auto,

    /// <summary>UCSD Pedestrian 1 (Mahadevan et al., CVPR 2010), official or common layout.</summary>
    UcsdPed1,

    /// <summary>UCSD Pedestrian 2 (Mahadevan et al., CVPR 2010), official or common layout.</summary>
    UcsdPed2,

    /// <summary>CUHK Avenue (Lu et al., ICCV 2013).</summary>
    CuhkAvenue,

    /// <summary>ShanghaiTech Campus (Luo et al., ICCV 2017).</summary>
    ShanghaiTech,

    /// <summary>A folder of video files and image folders with an optional <c>labels.csv</c>; parts in <c>train</c> and <c>test</c> where these exist.</summary>
    VideoFolder,
}
